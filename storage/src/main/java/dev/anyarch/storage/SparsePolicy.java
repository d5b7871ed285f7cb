package dev.anyarch.storage;

/**
 * What a manifest may name without it being here. A missing subject, and a layer that is distributed elsewhere, are always
 * accepted.
 */
public enum SparsePolicy {
    /** Nothing: config, layers and the manifests of an index must be here first. */
    COMPLETE,
    /** Manifests that an index lists, so that a part of the platforms can be kept. */
    SPARSE_INDEXES,
    /** Config and layers too. */
    SPARSE_IMAGES;

    boolean requiresBlobs() {
        return this != SPARSE_IMAGES;
    }

    boolean requiresChildren() {
        return this == COMPLETE;
    }
}
