package dev.anyarch.builder.build;

import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A file of the context that fails when it is not what it was when the build looked at it: as soon as it is longer, and at
 * its end. For one thread.
 */
final class UnchangedInputStream extends FilterInputStream {
    private final Optional<Digest> expected;
    private final Path file;
    private final MessageDigest computation = DigestAlgorithm.SHA256.newMessageDigest();
    private long remaining;
    private boolean isChecked;

    /** @param expected absent when nobody took it: then the size alone has to be right */
    UnchangedInputStream(InputStream in, long size, Optional<Digest> expected, Path file) {
        super(in);
        this.remaining = size;
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
            remaining -= count;
            if (expected.isPresent()) {
                computation.update(bytes, offset, count);
            }
        }
        boolean isAtEnd = count < 0 && !isChecked;
        if (remaining < 0 || isAtEnd && !isUnchanged()) {
            throw UnreadableContextException.changed(file);
        }
        isChecked |= isAtEnd;
        return count;
    }

    private boolean isUnchanged() {
        return remaining == 0 && (expected.isEmpty()
                || Digest.finish(DigestAlgorithm.SHA256, computation).equals(expected.get()));
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
