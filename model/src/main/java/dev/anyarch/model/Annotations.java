package dev.anyarch.model;

/** Names of annotations that this code acts on (OCI image-spec, annotations.md; Docker's own). */
public final class Annotations {
    public static final String REF_NAME = "org.opencontainers.image.ref.name";
    public static final String CREATED = "org.opencontainers.image.created";
    public static final String REVISION = "org.opencontainers.image.revision";
    /** {@code attestation-manifest} on index entries that BuildKit attaches to an image of the same index. */
    public static final String DOCKER_REFERENCE_TYPE = "vnd.docker.reference.type";
    /** The digest of the image that such an entry belongs to. */
    public static final String DOCKER_REFERENCE_DIGEST = "vnd.docker.reference.digest";
    /** {@code true} on entries whose layers are zstd; containers/image prefers those. */
    public static final String CONTAINERS_ZSTD = "io.github.containers.compression.zstd";
    /** The full image name that containerd and BuildKit write into an OCI layout. */
    public static final String CONTAINERD_IMAGE_NAME = "io.containerd.image.name";

    private Annotations() {}
}
