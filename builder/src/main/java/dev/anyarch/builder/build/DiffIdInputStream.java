package dev.anyarch.builder.build;

import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * The expanded bytes of a layer, which end with an {@link InvalidContentException} when they have not the diff ID that the
 * config says. By that one, layers are found on disk: a config that lies would put its files into other images. For one thread.
 */
final class DiffIdInputStream extends FilterInputStream {
    private final Digest expected;
    private final String subject;
    private final MessageDigest computation;
    private boolean isChecked;

    /** @param subject the layer, for messages */
    DiffIdInputStream(InputStream expanded, Digest expected, String subject) {
        super(expanded);
        this.expected = expected;
        this.subject = subject;
        this.computation = expected.algorithm().newMessageDigest();
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
            Digest found = Digest.finish(expected.algorithm(), computation);
            if (!found.equals(expected)) {
                throw new InvalidContentException("%s: expected the diff ID of the image's config, %s, found %s"
                        .formatted(subject, expected, found));
            }
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] discarded = new byte[(int) Math.min(count, 8192)];
        return Math.max(0, read(discarded, 0, discarded.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
