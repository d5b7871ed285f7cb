package dev.anyarch.builder.build;

import dev.anyarch.content.ExpansionLimit;
import dev.anyarch.model.InvalidContentException;

/** What a build reads of layers and archives at most, so that a hostile one cannot fill memory or disk. */
final class BuildLimits {
    /** Entries of one layer or archive: the largest known images have a few hundred thousand files. */
    private static final int MAX_ENTRIES = 4_000_000;
    /** What an entry takes in memory until it is in an image, names of 40 characters assumed. */
    private static final int ENTRY_SIZE = 1_200;
    static final ExpansionLimit EXPANSION = ExpansionLimit.LAYER;
    static final int MAX_ACCOUNT_FILE = 4 * 1024 * 1024;

    private BuildLimits() {}

    /** @throws InvalidContentException when there are so many entries that one more will not do */
    static void requireFewEntries(int count) throws InvalidContentException {
        requireFewEntries(count, Runtime.getRuntime().maxMemory());
    }

    static void requireFewEntries(int count, long memory) throws InvalidContentException {
        if (count >= MAX_ENTRIES) {
            throw new InvalidContentException("expected at most %d entries, found more".formatted(MAX_ENTRIES));
        }
        if (count >= memory / ENTRY_SIZE) {
            throw new InvalidContentException(
                    "expected at most %d entries, found more; ANYARCH_JAVA_OPTS=-Xmx%dg makes room for them"
                            .formatted(memory / ENTRY_SIZE, Math.ceilDiv(memory, 1L << 30) * 2));
        }
    }
}
