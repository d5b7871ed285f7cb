package dev.anyarch.storage;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one writer at a time through, among the threads of all processes, and counts what they commit in memory that the
 * processes share. The counter is even at rest and odd while a change is being committed. A process that dies in between
 * leaves it odd, which the next to come repairs: the kernel has released the dead one's lock by then. Safe for use by
 * several threads.
 */
final class ChangeCounter implements Closeable {
    private static final int SIZE = 4096;
    /** Of a buffer and not of the segment itself, whose handle is put together at each start of the JVM: 10 ms. */
    private static final VarHandle COUNTER = MethodHandles.byteBufferViewVarHandle(long[].class,
            ByteOrder.nativeOrder());
    /** File locks belong to the process: its threads, and several storages at one place, need a lock of their own. */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path file;
    /** Only touched by who has {@link #threads}. */
    private FileChannel channel;
    private final Arena arena;
    private final ByteBuffer memory;
    private final ReentrantLock threads;
    private final AtomicLong unique = new AtomicLong();

    private ChangeCounter(Path file, FileChannel channel, Arena arena, ByteBuffer memory, ReentrantLock threads) {
        this.file = file;
        this.channel = channel;
        this.arena = arena;
        this.memory = memory;
        this.threads = threads;
    }

    @SuppressWarnings("MustBeClosed") // it lives as long as the counter, whose close closes it
    static ChangeCounter open(Path file) throws IOException {
        FileChannel channel = openChannel(file);
        Arena arena = Arena.ofShared();
        try {
            ReentrantLock threads = LOCKS.computeIfAbsent(file.toRealPath(), _ -> new ReentrantLock());
            if (channel.size() < SIZE) {
                // written, not just made longer: a store into a hole of a full disk would be a fatal signal
                channel.write(ByteBuffer.allocate(SIZE - Long.BYTES), Long.BYTES);
            }
            ByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE, arena).asByteBuffer();
            ChangeCounter counter = new ChangeCounter(file, channel, arena, memory, threads);
            counter.repair();
            return counter;
        } catch (IOException | RuntimeException e) {
            arena.close();
            channel.close();
            throw e;
        }
    }

    /**
     * A number that is the same as an earlier answer only when nothing was committed in between. While a change is being
     * committed each answer is another one, below zero.
     */
    long current() {
        long value = value();
        return isAtRest(value) ? value : unique.decrementAndGet();
    }

    /** Waits until no other writer is in, in any process. */
    Turn enter() throws IOException {
        threads.lock();
        try {
            if (!channel.isOpen() && arena.scope().isAlive()) {
                // an interrupt of the thread that waited here last has closed it
                channel = openChannel(file);
            }
            return new Turn(channel.lock());
        } catch (IOException | RuntimeException e) {
            threads.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        // closing any channel of a file drops all locks of the process on it, so not while another thread has one
        threads.lock();
        try {
            arena.close();
            channel.close();
        } finally {
            threads.unlock();
        }
    }

    private void repair() throws IOException {
        if (!isAtRest(value())) {
            enter().close();
        }
    }

    private static FileChannel openChannel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private long value() {
        return (long) COUNTER.getVolatile(memory, 0);
    }

    private static boolean isAtRest(long value) {
        return (value & 1) == 0;
    }

    /** One writer's time; ends with {@link #close}. For the thread that began it. */
    final class Turn implements Closeable {
        private final FileLock lock;

        private Turn(FileLock lock) {
            this.lock = lock;
        }

        /** To be called before the change can become visible; closing the turn says that it is. */
        void changing() {
            COUNTER.setVolatile(memory, 0, value() | 1);
        }

        @Override
        public void close() throws IOException {
            try {
                long value = value();
                if (!isAtRest(value)) {
                    COUNTER.setVolatile(memory, 0, value + 1);
                }
                lock.release();
            } finally {
                threads.unlock();
            }
        }
    }
}
