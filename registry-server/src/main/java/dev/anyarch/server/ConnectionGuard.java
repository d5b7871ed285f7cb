package dev.anyarch.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections on which no request is being served and none arrives: idle ones, and those that send a head byte by
 * byte to keep a place occupied. Whole request heads count, not bytes. For one event loop.
 */
final class ConnectionGuard {
    private final long patience;
    private final Map<HttpConnection, State> states = new HashMap<>();

    private static final class State {
        private @Nullable HttpServerRequest latest;
        private boolean fresh = true;
        private long quietSince;

        boolean isBusy() {
            HttpServerRequest request = latest;
            return request != null && !(request.isEnded() && request.response().ended());
        }
    }

    ConnectionGuard(Duration patience) {
        this.patience = patience.toNanos();
    }

    void opened(HttpConnection connection) {
        states.put(connection, new State());
        connection.closeHandler(_ -> states.remove(connection));
    }

    void arrived(HttpServerRequest request) {
        State state = states.get(request.connection());
        if (state != null) {
            state.latest = request;
            state.fresh = true;
        }
    }

    /** To be called several times within the patience. */
    void sweep(long now) {
        for (Map.Entry<HttpConnection, State> entry : List.copyOf(states.entrySet())) {
            State state = entry.getValue();
            if (state.fresh || state.isBusy()) {
                state.fresh = false;
                state.quietSince = now;
            } else if (now - state.quietSince > patience) {
                entry.getKey().close();
            }
        }
    }
}
