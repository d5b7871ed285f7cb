package dev.anyarch.storage;

import dev.anyarch.store.UnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The metadata: many readers, which wait for nobody, and one writer at a time among all processes. A connection is opened
 * when it is first needed. Safe for use by several threads.
 */
final class Database implements Closeable {
    /** Each connection in use holds a platform thread while the database works, so more would not help. */
    private static final int MAX_READERS = 8;
    private static final int BUSY_TIMEOUT_MILLIS = 30_000;

    private final Path file;
    private final ChangeCounter changes;
    private final Semaphore readerPermits = new Semaphore(MAX_READERS);
    private final Deque<Session> idleReaders = new ConcurrentLinkedDeque<>();
    /** Only touched in a writer's turn, which orders the accesses of the threads. */
    private @Nullable Session writer;
    private volatile boolean ready;
    private volatile boolean closed;

    Database(Path file, ChangeCounter changes) {
        this.file = file;
        this.changes = changes;
    }

    /** Something to do with the database. */
    interface Work<T> {
        T run(Session session) throws SQLException, IOException;
    }

    /**
     * Reads; every statement sees the last commit of any process.
     *
     * @param what is being done, for messages: "list tags of app"
     */
    <T> T read(String what, Work<T> work) throws IOException {
        requireOpen(what);
        prepare();
        readerPermits.acquireUninterruptibly();
        try {
            Session session = idleReaders.pollFirst();
            if (session == null) {
                session = connect(true);
            }
            boolean usable = false;
            try {
                T result = work.run(session);
                usable = true;
                return result;
            } finally {
                if (usable && !closed) {
                    idleReaders.addFirst(session);
                } else {
                    session.close();
                }
            }
        } catch (SQLException e) {
            throw unavailable(what, e);
        } finally {
            readerPermits.release();
        }
    }

    /** Runs {@code work} as one transaction, alone; it is durable when this returns and never happened when this throws. */
    <T> T write(String what, Work<T> work) throws IOException {
        requireOpen(what);
        prepare();
        try (ChangeCounter.Turn turn = changes.enter()) {
            requireOpen(what);
            return transaction(turn, work);
        } catch (SQLException e) {
            throw unavailable(what, e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try (ChangeCounter.Turn _ = changes.enter()) {
            if (writer != null) {
                writer.close();
                writer = null;
            }
        }
        for (Session idle = idleReaders.poll(); idle != null; idle = idleReaders.poll()) {
            idle.close();
        }
    }

    private <T> T transaction(ChangeCounter.Turn turn, Work<T> work) throws SQLException, IOException {
        Session session = writer;
        if (session == null) {
            session = connect(false);
            writer = session;
        }
        boolean committed = false;
        session.begin();
        try {
            T result = work.run(session);
            turn.changing();
            session.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                abandon(session);
            }
        }
    }

    private void abandon(Session session) throws IOException {
        try {
            session.rollback();
        } catch (SQLException e) {
            // closing it rolls back whatever state it is in
            writer = null;
            session.close();
        }
    }

    private void prepare() throws IOException {
        if (ready) {
            return;
        }
        String what = "open";
        try {
            if (!Schema.isCurrent(currentVersion())) {
                try (ChangeCounter.Turn turn = changes.enter()) {
                    requireOpen(what);
                    transaction(turn, session -> {
                        Schema.migrate(session);
                        return true;
                    });
                }
            }
            ready = true;
        } catch (SQLException e) {
            throw unavailable(what, e);
        }
    }

    private int currentVersion() throws SQLException, IOException {
        Session session = connect(true);
        try {
            return Schema.version(session);
        } finally {
            idleReaders.addFirst(session);
        }
    }

    private void requireOpen(String what) {
        if (closed) {
            throw new IllegalStateException("%s: %s: the storage is closed".formatted(file, what));
        }
    }

    private Session connect(boolean reading) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        if (!reading) {
            // kept in the file, so it takes effect for the readers too; switching it needs the writer's turn
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        }
        return new Session(config.createConnection("jdbc:sqlite:" + file));
    }

    private UnavailableException unavailable(String what, SQLException e) {
        return new UnavailableException("%s: %s: %s".formatted(file, what, e.getMessage()), e);
    }
}
