package dev.anyarch.model;

import org.jspecify.annotations.Nullable;

/**
 * The type of content, an open set: unknown values pass through untouched.
 *
 * @param value as in a {@code mediaType} field or a {@code Content-Type} header without parameters; printable ASCII
 */
public record MediaType(String value) {
    public static final MediaType OCI_MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
    public static final MediaType OCI_INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
    public static final MediaType OCI_CONFIG = new MediaType("application/vnd.oci.image.config.v1+json");
    public static final MediaType OCI_LAYER = new MediaType("application/vnd.oci.image.layer.v1.tar");
    public static final MediaType OCI_LAYER_GZIP = new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
    public static final MediaType OCI_LAYER_ZSTD = new MediaType("application/vnd.oci.image.layer.v1.tar+zstd");
    public static final MediaType OCI_EMPTY = new MediaType("application/vnd.oci.empty.v1+json");
    public static final MediaType DOCKER_MANIFEST = new MediaType(
            "application/vnd.docker.distribution.manifest.v2+json");
    public static final MediaType DOCKER_LIST = new MediaType(
            "application/vnd.docker.distribution.manifest.list.v2+json");
    public static final MediaType DOCKER_CONFIG = new MediaType("application/vnd.docker.container.image.v1+json");
    public static final MediaType DOCKER_LAYER_GZIP = new MediaType(
            "application/vnd.docker.image.rootfs.diff.tar.gzip");
    public static final MediaType DOCKER_LAYER = new MediaType("application/vnd.docker.image.rootfs.diff.tar");
    public static final MediaType OCTET_STREAM = new MediaType("application/octet-stream");

    private static final int MAX_LENGTH = 255;

    public MediaType {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !isPrintableAscii(value)) {
            throw new IllegalArgumentException("media type '%s': expected 1 to %d printable ASCII characters"
                    .formatted(value.replaceAll("[^ -~]", "?"), MAX_LENGTH));
        }
    }

    /** The media type of a {@code Content-Type} header: without parameters and surrounding space. */
    public static MediaType ofContentType(String header) {
        int semicolon = header.indexOf(';');
        return new MediaType((semicolon < 0 ? header : header.substring(0, semicolon)).strip());
    }

    /** Whether content of this type is an OCI image index or a Docker manifest list. */
    public boolean isIndex() {
        return equals(OCI_INDEX) || equals(DOCKER_LIST);
    }

    /** Whether content of this type is an OCI image manifest or a Docker schema 2 manifest. */
    public boolean isImageManifest() {
        return equals(OCI_MANIFEST) || equals(DOCKER_MANIFEST);
    }

    /** Whether content of this type is an image configuration, which names a platform. */
    public boolean isImageConfig() {
        return equals(OCI_CONFIG) || equals(DOCKER_CONFIG);
    }

    /** Whether this type is one of Docker's own, from before OCI. */
    public boolean isDocker() {
        return value.startsWith("application/vnd.docker.");
    }

    private static boolean isPrintableAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Written out, as the hash code is: those of a record are put together at run time, in every short process again. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MediaType type && value.equals(type.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
