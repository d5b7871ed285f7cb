package dev.anyarch.content;

import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Passes bytes on and knows how many there were and their digest. For one thread. */
public final class DigestingOutputStream extends FilterOutputStream {
    private final DigestAlgorithm algorithm;
    private final MessageDigest computation;
    private long count;

    public DigestingOutputStream(OutputStream out) {
        this(out, DigestAlgorithm.SHA256);
    }

    public DigestingOutputStream(OutputStream out, DigestAlgorithm algorithm) {
        super(out);
        this.algorithm = algorithm;
        this.computation = algorithm.newMessageDigest();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        computation.update(bytes, offset, length);
        count += length;
    }

    /** The bytes written so far. */
    public long count() {
        return count;
    }

    /** The digest of all that was written; to be asked once, when that is all. */
    public Digest digest() {
        return Digest.finish(algorithm, computation);
    }
}
