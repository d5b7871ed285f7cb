package dev.anyarch.runtime;

import dev.anyarch.content.TarText;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where calls of the C library that are made for each of many files read their arguments and leave their results: to make such
 * memory takes longer than the calls. Each thread has one, and what is in it holds until that thread asks for it again.
 */
final class CallMemory {
    private static final int SIZE = 40 * 1024;
    /** Where results begin. In front of them is a text, of which the kernel takes at most 4096 bytes. */
    private static final int RESULT = 8 * 1024;
    /** How many bytes a result may have. */
    static final int RESULT_SIZE = SIZE - RESULT;

    private static final ThreadLocal<CallMemory> OF_THREAD = ThreadLocal.withInitial(CallMemory::new);

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
    private final ByteBuffer result = bytes.slice(RESULT, RESULT_SIZE).order(ByteOrder.nativeOrder());
    private final long address = MemorySegment.ofBuffer(bytes).address();

    private CallMemory() {}

    static CallMemory ofThread() {
        return OF_THREAD.get();
    }

    /**
     * Puts a text there, with a NUL at its end; the one before is gone.
     *
     * @return its address. A text that is too long for any call ends early, where it is too long still
     */
    long text(String text) {
        byte[] encoded = TarText.encode(text);
        int length = Math.min(encoded.length, RESULT - 1);
        bytes.put(0, encoded, 0, length);
        bytes.put(length, (byte) 0);
        return address;
    }

    /** The address of the result. */
    long resultAddress() {
        return address + RESULT;
    }

    /** The result as a call has left it, in the order of this machine's bytes; what was there before is not cleared. */
    ByteBuffer result() {
        return result;
    }
}
