package dev.anyarch.builder.build;

import dev.anyarch.content.ExpansionLimit;

/** What a build reads of layers and archives at most, so that a hostile one cannot fill memory or disk. */
final class BuildLimits {
    /** Entries of one layer or archive: the largest known images have a few hundred thousand files. */
    static final int MAX_ENTRIES = 4_000_000;
    static final ExpansionLimit EXPANSION = ExpansionLimit.LAYER;
    static final int MAX_ACCOUNT_FILE = 4 * 1024 * 1024;

    private BuildLimits() {}
}
