package dev.anyarch.builder.build;

import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A file that fails at its end when it is not what it was when its digest was taken. For one thread. */
final class UnchangedInputStream extends FilterInputStream {
    private final Digest expected;
    private final Path file;
    private final MessageDigest computation = DigestAlgorithm.SHA256.newMessageDigest();
    private boolean isChecked;

    UnchangedInputStream(InputStream in, Digest expected, Path file) {
        super(in);
        this.expected = expected;
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0) {
            computation.update(bytes, offset, count);
        } else if (count < 0 && !isChecked) {
            isChecked = true;
            if (!Digest.finish(DigestAlgorithm.SHA256, computation).equals(expected)) {
                throw new IOException("read %s: it changed during the build; build again".formatted(file));
            }
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public long skip(long count) throws IOException {
        return in.skip(0);
    }
}
