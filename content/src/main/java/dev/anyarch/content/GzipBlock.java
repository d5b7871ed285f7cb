package dev.anyarch.content;

import java.util.Arrays;
import java.util.zip.Deflater;

/** One block of content on its way to deflate; only read, so neighbours may share their bytes. */
final class GzipBlock {
    private static final int DICTIONARY = 32 * 1024;

    private final byte[] previous;
    private final byte[] bytes;
    private final int length;
    private final boolean last;

    /**
     * @param previous the whole block before; empty in front of the first
     * @param bytes of which {@code length} count
     */
    GzipBlock(byte[] previous, byte[] bytes, int length, boolean last) {
        this.previous = previous;
        this.bytes = bytes;
        this.length = length;
        this.last = last;
    }

    /** Raw deflate data that ends on a byte boundary, or ends the stream when this is the last block. */
    byte[] compress(Deflater deflater) {
        if (previous.length > 0) {
            deflater.setDictionary(previous, previous.length - DICTIONARY, DICTIONARY);
        }
        deflater.setInput(bytes, 0, length);
        if (last) {
            deflater.finish();
        }
        byte[] out = new byte[length / 2 + 1024];
        int filled = 0;
        while (true) {
            filled += deflater.deflate(out, filled, out.length - filled,
                    last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
            // a flush is complete only when there was room to spare
            if (last ? deflater.finished() : filled < out.length) {
                return Arrays.copyOf(out, filled);
            }
            out = Arrays.copyOf(out, out.length * 2);
        }
    }
}
