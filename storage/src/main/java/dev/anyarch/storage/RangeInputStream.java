package dev.anyarch.storage;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Exactly so many bytes of a stream: an error when there are fewer, the end when there are more. For one thread. */
final class RangeInputStream extends FilterInputStream {
    private final String subject;
    private long remaining;

    RangeInputStream(InputStream in, long length, String subject) {
        super(in);
        this.remaining = length;
        this.subject = subject;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (remaining == 0) {
            return length == 0 ? 0 : -1;
        }
        int read = super.read(bytes, offset, (int) Math.min(length, remaining));
        if (read < 0) {
            throw new EOFException("%s: expected %d more bytes, found the end".formatted(subject, remaining));
        }
        remaining -= read;
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(Math.min(count, remaining));
        remaining -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(super.available(), remaining);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
