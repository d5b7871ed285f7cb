package dev.anyarch.store.layout;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * The right to change a layout's {@code index.json}: among threads of this process by a lock of its own, because file locks
 * belong to processes, and among processes by a lock on the file {@code oci-layout}, which every layout has and nobody
 * replaces.
 */
final class LayoutLock implements Closeable {
    private static final ReentrantLock[] THREADS = IntStream.range(0, 64)
            .mapToObj(_ -> new ReentrantLock())
            .toArray(ReentrantLock[]::new);

    private final ReentrantLock threads;
    private final FileChannel channel;
    private final FileLock processes;

    private LayoutLock(ReentrantLock threads, FileChannel channel, FileLock processes) {
        this.threads = threads;
        this.channel = channel;
        this.processes = processes;
    }

    static LayoutLock acquire(Path root) throws IOException {
        ReentrantLock threads = THREADS[Math.floorMod(root.toRealPath().hashCode(), THREADS.length)];
        threads.lock();
        boolean acquired = false;
        try {
            FileChannel channel = FileChannel.open(root.resolve(LayoutSource.MARKER), StandardOpenOption.WRITE);
            try {
                LayoutLock lock = new LayoutLock(threads, channel, channel.lock());
                acquired = true;
                return lock;
            } finally {
                if (!acquired) {
                    channel.close();
                }
            }
        } finally {
            if (!acquired) {
                threads.unlock();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (channel; processes) {
            // closed in this order, whatever fails
        } finally {
            threads.unlock();
        }
    }
}
