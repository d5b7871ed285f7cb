package dev.anyarch.operations.copy;

/** What becomes of the index when only some of its platforms are copied. */
public enum SubsetMode {
    /** A new index of the chosen entries and their attestations; it has a new digest. */
    REWRITE,
    /** The same index, byte for byte; the other children are left out. Not every registry accepts that. */
    SPARSE,
    /** No index: the chosen manifests alone, by digest. One that is alone also gets the tags. */
    CHILDREN
}
