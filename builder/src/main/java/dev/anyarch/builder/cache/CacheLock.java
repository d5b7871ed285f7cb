package dev.anyarch.builder.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Builds look things up at the same time, and nobody prunes meanwhile, in any process. Held for a moment only. The kernel's
 * lock belongs to the process and ends with it; the threads of a process have one of their own. For several threads.
 */
final class CacheLock {
    private static final Map<Path, CacheLock> LOCKS = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantReadWriteLock threads = new ReentrantReadWriteLock();
    private final Object monitor = new Object();
    private int holders;
    private @Nullable FileChannel channel;

    private CacheLock(Path file) {
        this.file = file;
    }

    /** Something that is done while the lock is held. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** @param directory exists */
    static CacheLock of(Path directory) throws IOException {
        return LOCKS.computeIfAbsent(directory.toRealPath().resolve("lock"), CacheLock::new);
    }

    /** With others that share it. */
    <T> T shared(Work<T> work) throws IOException {
        threads.readLock().lock();
        try {
            enter();
            try {
                return work.run();
            } finally {
                leave();
            }
        } finally {
            threads.readLock().unlock();
        }
    }

    /** Alone. */
    <T> T alone(Work<T> work) throws IOException {
        threads.writeLock().lock();
        try (FileChannel own = open(); FileLock _ = own.lock()) {
            return work.run();
        } finally {
            threads.writeLock().unlock();
        }
    }

    private void enter() throws IOException {
        synchronized (monitor) {
            if (holders == 0) {
                FileChannel opened = open();
                boolean locked = false;
                try {
                    locked = opened.lock(0, Long.MAX_VALUE, true) != null;
                } finally {
                    if (!locked) {
                        opened.close();
                    }
                }
                channel = opened;
            }
            holders++;
        }
    }

    private void leave() throws IOException {
        synchronized (monitor) {
            holders--;
            if (holders == 0 && channel != null) {
                channel.close();
                channel = null;
            }
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
