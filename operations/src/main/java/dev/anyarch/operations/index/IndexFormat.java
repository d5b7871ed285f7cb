package dev.anyarch.operations.index;

/** The media type of an index that is made. */
public enum IndexFormat {
    /** A Docker manifest list when every entry is Docker's and nothing needs annotations, otherwise an OCI index. */
    AUTO,
    /** An OCI image index. */
    OCI,
    /** A Docker manifest list; it has no annotations. */
    DOCKER
}
