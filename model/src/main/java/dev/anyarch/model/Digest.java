package dev.anyarch.model;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The address of content: an algorithm and the lower-case hexadecimal value (OCI image-spec, descriptor.md, "Digests").
 *
 * @param algorithm one of the registered algorithms
 * @param encoded lower-case hexadecimal, of exactly the algorithm's length
 */
public record Digest(DigestAlgorithm algorithm, String encoded) {
    public Digest {
        if (encoded.length() != algorithm.encodedLength() || !isLowerHex(encoded)) {
            throw new IllegalArgumentException(
                    "digest %s:%s: expected %d lower-case hexadecimal characters after the colon"
                            .formatted(algorithm.id(), encoded, algorithm.encodedLength()));
        }
    }

    /**
     * Reads {@code algorithm:hex}.
     *
     * @throws IllegalArgumentException when the text is not a digest of a registered algorithm
     */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("digest '%s': expected ALGORITHM:HEX, such as sha256:…".formatted(text));
        }
        String id = text.substring(0, colon);
        DigestAlgorithm algorithm = DigestAlgorithm.find(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "digest '%s': unknown algorithm '%s', expected sha256 or sha512".formatted(text, id)));
        return new Digest(algorithm, text.substring(colon + 1));
    }

    /** The SHA-256 digest of {@code bytes}. */
    public static Digest sha256(byte[] bytes) {
        return of(DigestAlgorithm.SHA256, bytes);
    }

    /** The digest of {@code bytes}. */
    public static Digest of(DigestAlgorithm algorithm, byte[] bytes) {
        MessageDigest computation = algorithm.newMessageDigest();
        computation.update(bytes);
        return finish(algorithm, computation);
    }

    /** Ends a running computation of {@code algorithm}; the computation is reset by this. */
    public static Digest finish(DigestAlgorithm algorithm, MessageDigest computation) {
        return new Digest(algorithm, HexFormat.of().formatHex(computation.digest()));
    }

    private static boolean isLowerHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** The first twelve characters after the colon, for people; never an identity. */
    public String abbreviated() {
        return encoded.substring(0, 12);
    }

    /** Written out, as the hash code is: those of a record are put together at run time, in every short process again. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && algorithm == digest.algorithm && encoded.equals(digest.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    @Override
    public String toString() {
        return algorithm.id() + ":" + encoded;
    }
}
