package dev.anyarch.builder.build;

import dev.anyarch.content.ObservedInputStream;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A file of the context that fails when it is not what it was when the build looked at it: as soon as it is longer, and at
 * its end. For one thread.
 */
final class UnchangedInputStream extends ObservedInputStream {
    private final Optional<Digest> expected;
    private final Path file;
    private final MessageDigest computation = DigestAlgorithm.SHA256.newMessageDigest();
    private long remaining;

    /** @param expected absent when nobody took it: then the size alone has to be right */
    UnchangedInputStream(InputStream in, long size, Optional<Digest> expected, Path file) {
        super(in);
        this.remaining = size;
        this.expected = expected;
        this.file = file;
    }

    @Override
    protected void passed(byte[] bytes, int offset, int length) throws UnreadableContextException {
        remaining -= length;
        if (remaining < 0) {
            throw UnreadableContextException.changed(file);
        }
        if (expected.isPresent()) {
            computation.update(bytes, offset, length);
        }
    }

    @Override
    protected void ended() throws UnreadableContextException {
        boolean isUnchanged = remaining == 0 && (expected.isEmpty()
                || Digest.finish(DigestAlgorithm.SHA256, computation).equals(expected.get()));
        if (!isUnchanged) {
            throw UnreadableContextException.changed(file);
        }
    }
}
