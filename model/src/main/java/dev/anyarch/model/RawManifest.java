package dev.anyarch.model;

import java.util.Arrays;

/**
 * The exact bytes of a manifest with their media type: what has the digest, what is stored and sent. Never re-serialised.
 * Immutable.
 */
public final class RawManifest {
    /** The largest manifest that is read: the specification asks registries for at least 4 MiB. */
    public static final int MAX_SIZE = 8 * 1024 * 1024;

    private final MediaType mediaType;
    private final byte[] bytes;
    private final Digest digest;

    private RawManifest(MediaType mediaType, byte[] bytes, Digest digest) {
        this.mediaType = mediaType;
        this.bytes = bytes;
        this.digest = digest;
    }

    /**
     * Keeps {@code bytes}, which the caller does not change afterwards, under their SHA-256 digest.
     *
     * @throws InvalidContentException when there are more than {@link #MAX_SIZE}
     */
    public static RawManifest of(MediaType mediaType, byte[] bytes) throws InvalidContentException {
        return of(mediaType, bytes, DigestAlgorithm.SHA256);
    }

    /** As {@link #of(MediaType, byte[])}, under the digest of another algorithm. */
    public static RawManifest of(MediaType mediaType, byte[] bytes, DigestAlgorithm algorithm)
            throws InvalidContentException {
        if (bytes.length > MAX_SIZE) {
            throw new InvalidContentException("manifest of %d bytes: expected at most %d".formatted(bytes.length,
                    MAX_SIZE));
        }
        return new RawManifest(mediaType, bytes, Digest.of(algorithm, bytes));
    }

    public MediaType mediaType() {
        return mediaType;
    }

    public Digest digest() {
        return digest;
    }

    /** The size in bytes. */
    public int size() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public Descriptor descriptor() {
        return new Descriptor(mediaType, digest, bytes.length);
    }

    /** Reads the manifest; each call parses anew. */
    public Manifest parse() throws InvalidContentException {
        return ManifestReader.read(this, bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawManifest that && mediaType.equals(that.mediaType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "%s %s (%d bytes)".formatted(mediaType, digest, bytes.length);
    }
}
