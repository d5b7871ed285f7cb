package dev.anyarch.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes content through to whoever reads, in order and nothing twice, and shows it to whoever extends this. An exception of
 * theirs comes in place of what was read. For one thread.
 */
public abstract class ObservedInputStream extends FilterInputStream {
    private static final int SKIPPED = 8192;
    private boolean hasEnded;

    protected ObservedInputStream(InputStream in) {
        super(in);
    }

    /** The next bytes, at least one. */
    protected abstract void passed(byte[] bytes, int offset, int length) throws IOException;

    /** There are no more; told once, unless this throws. */
    protected void ended() throws IOException {}

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        if (read > 0) {
            passed(bytes, offset, read);
        } else if (read < 0 && !hasEnded) {
            ended();
            hasEnded = true;
        }
        return read;
    }

    @Override
    public final long skip(long count) throws IOException {
        byte[] discarded = new byte[Math.clamp(count, 0, SKIPPED)];
        return Math.max(0, read(discarded, 0, discarded.length));
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
