package dev.anyarch.content;

import dev.anyarch.model.InvalidContentException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes content through up to a limit; a byte more is an {@link InvalidContentException}. Content of exactly the limit is
 * fine. For one thread.
 */
public final class LimitedInputStream extends FilterInputStream {
    private final long limit;
    private final String subject;
    private long count;

    /**
     * @param limit the largest number of bytes
     * @param subject what is read, for messages
     */
    public LimitedInputStream(InputStream in, long limit, String subject) {
        super(in);
        this.limit = limit;
        this.subject = subject;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        // one byte past the limit may be asked for, so that the end is seen without blocking for more
        int read = super.read(bytes, offset, (int) Math.min(length, limit - count + 1));
        if (read > 0) {
            count += read;
            if (count > limit) {
                throw new InvalidContentException(
                        "%s: expected at most %d bytes, found more".formatted(subject, limit));
            }
        }
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        byte[] discarded = new byte[Math.clamp(n, 0, 8192)];
        return Math.max(0, read(discarded, 0, discarded.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
