package dev.anyarch.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** The digest algorithms registered by the OCI image specification (descriptor.md, "Registered algorithms"). */
public enum DigestAlgorithm {
    SHA256("sha256", "SHA-256", 64), SHA512("sha512", "SHA-512", 128);

    private final String id;
    private final String javaName;
    private final int encodedLength;

    DigestAlgorithm(String id, String javaName, int encodedLength) {
        this.id = id;
        this.javaName = javaName;
        this.encodedLength = encodedLength;
    }

    /** The algorithm registered under {@code id}, such as {@code sha256}; empty when it is not known here. */
    public static Optional<DigestAlgorithm> find(String id) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.id.equals(id)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The name in front of the colon of a digest. */
    public String id() {
        return id;
    }

    /** The number of hexadecimal characters after the colon. */
    public int encodedLength() {
        return encodedLength;
    }

    /** A new computation; not safe for use by several threads. */
    public MessageDigest newMessageDigest() {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + javaName, e);
        }
    }
}
