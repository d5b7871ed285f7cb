package dev.anyarch.executables;

import java.util.ArrayList;
import java.util.List;

/**
 * The ranges of one file that are kept while it streams by. A range that is asked for too late, when it has passed already
 * and is not in the first bytes, stays incomplete. For one thread.
 */
final class Parts {
    /** Kept anyway: a header may point backwards. */
    private static final int HEAD = 4096;
    /** More are not kept, whatever a file says. */
    private static final int MAX_PARTS = 64;

    private final Part head = new Part(0, HEAD);
    private final List<Part> parts = new ArrayList<>();
    private long position;
    private byte[] current = new byte[0];
    private int currentOffset;
    private int currentLength;

    /** Keeps {@code length} bytes from {@code offset}: the rest of these in hand, and of those that come. */
    Part want(long offset, int length) {
        Part part = new Part(offset, length);
        if (offset >= 0 && parts.size() < MAX_PARTS) {
            part.takeFrom(head);
            part.take(position, current, currentOffset, currentLength);
            parts.add(part);
        }
        return part;
    }

    void drop(Part part) {
        parts.remove(part);
    }

    /** The next bytes of the file; they can be asked for until {@link #release}. */
    void accept(byte[] bytes, int offset, int length) {
        current = bytes;
        currentOffset = offset;
        currentLength = length;
        head.take(position, bytes, offset, length);
        for (Part part : parts) {
            part.take(position, bytes, offset, length);
        }
    }

    /** The bytes in hand are passed on. */
    void release() {
        position += currentLength;
        current = new byte[0];
        currentLength = 0;
    }

    /** The place in the file of the bytes in hand. */
    long position() {
        return position;
    }

    boolean isExpectingMore() {
        return parts.stream().anyMatch(part -> part.isExpected(position));
    }
}
