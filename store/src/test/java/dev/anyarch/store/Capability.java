package dev.anyarch.store;

/**
 * What a place may be unable to do. An implementation's test says which of these it has; for one that it lacks, the contract
 * tests what happens instead, so that nothing is passed over in silence.
 */
public enum Capability {
    /** Holds indexes. Without it, an index is refused before anything is there. */
    INDEXES,
    /** Keeps the bytes of manifests. Without it, an image keeps its config and layers, and gets a manifest made from them. */
    MANIFEST_BYTES,
    /** Finds what has a subject. Without it, nothing has referrers. */
    REFERRERS,
    /** Keeps manifests under a digest of the algorithm that was chosen. Without it, SHA-512 is refused. */
    SHA512_MANIFESTS,
    /** Removes a tag alone. Without it, that is denied and the tag stays. */
    TAG_DELETION,
    /** Refuses to delete what is still needed. Without it, whoever deletes has to know. */
    PROTECTION
}
