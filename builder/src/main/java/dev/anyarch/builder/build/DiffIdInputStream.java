package dev.anyarch.builder.build;

import dev.anyarch.content.ObservedInputStream;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * The expanded bytes of a layer, which end with an {@link InvalidContentException} when they have not the diff ID that the
 * config says. By that one, layers are found on disk: a config that lies would put its files into other images. For one thread.
 */
final class DiffIdInputStream extends ObservedInputStream {
    private final Digest expected;
    private final String subject;
    private final MessageDigest computation;

    /** @param subject the layer, for messages */
    DiffIdInputStream(InputStream expanded, Digest expected, String subject) {
        super(expanded);
        this.expected = expected;
        this.subject = subject;
        this.computation = expected.algorithm().newMessageDigest();
    }

    @Override
    protected void passed(byte[] bytes, int offset, int length) {
        computation.update(bytes, offset, length);
    }

    @Override
    protected void ended() throws InvalidContentException {
        Digest found = Digest.finish(expected.algorithm(), computation);
        if (!found.equals(expected)) {
            throw new InvalidContentException("%s: expected the diff ID of the image's config, %s, found %s"
                    .formatted(subject, expected, found));
        }
    }
}
