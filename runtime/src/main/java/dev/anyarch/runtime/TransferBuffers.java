package dev.anyarch.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Memory outside the heap that streams of files pass on to each other: to make and clear it for every file costs more than
 * reading most files. For several threads.
 */
final class TransferBuffers {
    /** How many bytes one has. */
    static final int SIZE = 256 * 1024;

    private static final int KEPT = 8;
    private static final BlockingQueue<MemorySegment> FREE = new ArrayBlockingQueue<>(KEPT);

    private TransferBuffers() {}

    /** One that nobody else uses, with anything in it. */
    static MemorySegment take() {
        MemorySegment free = FREE.poll();
        return free != null ? free : Arena.ofAuto().allocate(SIZE);
    }

    /** Gives one back, which must not be used any more. */
    static void giveBack(MemorySegment buffer) {
        // too many are left to the garbage collector
        boolean _ = FREE.offer(buffer);
    }
}
