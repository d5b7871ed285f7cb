package dev.anyarch.executables;

import java.util.Arrays;

/** A range of a file that is kept while the file streams by. For one thread. */
final class Part {
    private final long offset;
    private final int length;
    private byte[] bytes = new byte[0];

    Part(long offset, int length) {
        this.offset = offset;
        this.length = length;
    }

    long offset() {
        return offset;
    }

    boolean isComplete() {
        return bytes.length == length;
    }

    /** Whether more of it can come, when the next byte of the file is the one at {@code position}. */
    boolean isExpected(long position) {
        return !isComplete() && offset + bytes.length >= position;
    }

    /** Takes what belongs here of the bytes at {@code position} of the file. */
    void take(long position, byte[] source, int sourceOffset, int sourceLength) {
        long skipped = offset + bytes.length - position;
        if (isComplete() || skipped < 0 || skipped >= sourceLength) {
            return;
        }
        int count = (int) Math.min(length - bytes.length, sourceLength - skipped);
        int filled = bytes.length;
        bytes = Arrays.copyOf(bytes, filled + count);
        System.arraycopy(source, sourceOffset + (int) skipped, bytes, filled, count);
    }

    /** Takes what belongs here of the first bytes of the file. */
    void takeFrom(Part head) {
        take(0, head.bytes, 0, head.bytes.length);
    }

    /** What has come so far. */
    View view(boolean isBigEndian) {
        return new View(bytes, isBigEndian);
    }
}
