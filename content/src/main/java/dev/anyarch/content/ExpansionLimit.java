package dev.anyarch.content;

import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;

/**
 * How far compressed content may expand: small files that become huge ones are attacks on whoever opens them.
 *
 * @param maxBytes of expanded content
 * @param maxRatio of expanded to compressed bytes, once the expanded ones are more than a few MiB; deflate cannot exceed
 *            1032, zstd reaches more than 10000 on empty disk images
 */
public record ExpansionLimit(long maxBytes, long maxRatio) {
    /** For layers: 64 GiB, and a ratio that only a bomb of zstd reaches. */
    public static final ExpansionLimit LAYER = new ExpansionLimit(64L << 30, 2_000);

    private static final long GRACE = 16 << 20;

    public ExpansionLimit {
        if (maxBytes < 0 || maxRatio < 1) {
            throw new IllegalArgumentException("expansion limit of %d bytes, ratio %d: expected at least 0 and 1"
                    .formatted(maxBytes, maxRatio));
        }
    }

    /**
     * Expands {@code in} as {@code compression} says, within this limit.
     *
     * @param subject what is read, for messages
     */
    public InputStream expand(InputStream in, Compression compression, String subject) throws IOException {
        CountingInputStream compressed = new CountingInputStream(in);
        InputStream expanded = new LimitedInputStream(compression.decompress(compressed), maxBytes, subject);
        return compression == Compression.NONE ? expanded : new RatioCheck(expanded, compressed, maxRatio, subject);
    }

    private static final class RatioCheck extends ObservedInputStream {
        private final CountingInputStream compressed;
        private final long maxRatio;
        private final String subject;
        private long count;

        RatioCheck(InputStream in, CountingInputStream compressed, long maxRatio, String subject) {
            super(in);
            this.compressed = compressed;
            this.maxRatio = maxRatio;
            this.subject = subject;
        }

        @Override
        protected void passed(byte[] bytes, int offset, int length) throws InvalidContentException {
            count += length;
            if (count > GRACE && count / maxRatio > compressed.count()) {
                throw new InvalidContentException("%s: expands more than %d times: %d bytes of %d compressed ones"
                        .formatted(subject, maxRatio, count, compressed.count()));
            }
        }
    }
}
