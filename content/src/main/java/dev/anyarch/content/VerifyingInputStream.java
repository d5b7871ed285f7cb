package dev.anyarch.content;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Passes content through and checks it against its descriptor: never a byte more than the descriptor's size, and at the
 * end the digest. The reader learns of a mismatch as an {@link InvalidContentException} in place of the end of the stream,
 * so reading to the end is what proves the content. For one thread.
 */
public final class VerifyingInputStream extends ObservedInputStream {
    private final Descriptor expected;
    private final String subject;
    private final MessageDigest computation;
    private long count;

    /**
     * @param subject what is read, for messages: {@code GET https://…/blobs/sha256:…}
     */
    public VerifyingInputStream(InputStream in, Descriptor expected, String subject) {
        super(in);
        this.expected = expected;
        this.subject = subject;
        this.computation = expected.digest().algorithm().newMessageDigest();
    }

    @Override
    protected void passed(byte[] bytes, int offset, int length) throws InvalidContentException {
        count += length;
        if (count > expected.size()) {
            throw new InvalidContentException("%s: expected %d bytes, received more".formatted(subject,
                    expected.size()));
        }
        computation.update(bytes, offset, length);
    }

    @Override
    protected void ended() throws InvalidContentException {
        if (count != expected.size()) {
            throw new InvalidContentException("%s: expected %d bytes, received %d".formatted(subject, expected.size(),
                    count));
        }
        Digest actual = Digest.finish(expected.digest().algorithm(), computation);
        if (!actual.equals(expected.digest())) {
            throw new InvalidContentException("%s: digest mismatch: expected %s, received %s (%d bytes)"
                    .formatted(subject, expected.digest(), actual, count));
        }
    }
}
