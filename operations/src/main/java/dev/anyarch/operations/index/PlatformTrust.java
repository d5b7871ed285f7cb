package dev.anyarch.operations.index;

/** What counts when an index entry and the image's own configuration name different platforms. */
public enum PlatformTrust {
    /** Neither: it is refused. */
    AGREEMENT,
    /** The configuration. */
    CONFIG,
    /** The entry, or what was given for the source. */
    ENTRY
}
