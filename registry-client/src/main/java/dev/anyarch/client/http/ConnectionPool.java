package dev.anyarch.client.http;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Connections that wait for their next request. Safe for use by several threads. */
final class ConnectionPool implements Closeable {
    /** Below the 60 s or more after which servers and load balancers usually close. */
    private static final long MAX_IDLE_NANOS = Duration.ofSeconds(45).toNanos();
    private static final int MAX_IDLE_PER_ROUTE = 16;

    private final Map<Route, Deque<Connection>> idle = new HashMap<>();
    private boolean closed;

    /** The connection used last, which is the likeliest to live. */
    synchronized Optional<Connection> take(Route route) {
        Deque<Connection> connections = idle.get(route);
        while (connections != null && !connections.isEmpty()) {
            Connection connection = connections.removeLast();
            if (!connection.isIdleLongerThan(MAX_IDLE_NANOS)) {
                return Optional.of(connection);
            }
            connection.close();
        }
        return Optional.empty();
    }

    synchronized void giveBack(Connection connection) {
        Deque<Connection> connections = idle.computeIfAbsent(connection.route(), route -> new ArrayDeque<>());
        if (closed || connections.size() >= MAX_IDLE_PER_ROUTE) {
            connection.close();
            return;
        }
        connection.markIdle();
        connections.addLast(connection);
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Deque<Connection> connections : idle.values()) {
            connections.forEach(Connection::close);
        }
        idle.clear();
    }
}
