package dev.anyarch.content;

import com.github.luben.zstd.ZstdIOException;
import dev.anyarch.model.InvalidContentException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Says in our words what the decoder found wrong. */
final class ZstdErrors extends FilterInputStream {
    ZstdErrors(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (ZstdIOException e) {
            throw new InvalidContentException("zstd: " + e.getMessage(), e);
        }
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
