package dev.anyarch.builder.build;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends after exactly so many bytes of the stream below, or fails. For one thread. */
final class ExactInputStream extends FilterInputStream {
    private long remaining;

    ExactInputStream(InputStream in, long size) {
        super(in);
        this.remaining = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int read = super.read(bytes, offset, (int) Math.min(length, remaining));
        if (read < 0) {
            throw new EOFException("expected %d more bytes".formatted(remaining));
        }
        remaining -= read;
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
