package dev.anyarch.store;

import dev.anyarch.model.Descriptor;

/** The rule for reading a part of a blob. */
public final class BlobRange {

    private BlobRange() {}

    /**
     * Refuses a range that is not within the size of {@code blob}.
     *
     * @param place for the message
     */
    public static void require(Descriptor blob, long offset, long length, String place) {
        if (offset < 0 || length < 0 || offset > blob.size() - length) {
            throw new IllegalArgumentException("read blob %s from %s: %d bytes from %d: expected a part of its %d bytes"
                    .formatted(blob.digest(), place, length, offset, blob.size()));
        }
    }
}
