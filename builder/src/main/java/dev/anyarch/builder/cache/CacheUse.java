package dev.anyarch.builder.cache;

import java.time.Instant;

/**
 * Something that is kept so that the next build has less to do.
 *
 * @param type one of the constants here, which are words of BuildKit
 * @param description for people; may be empty
 * @param size how many bytes go with it
 * @param isInUse whether a build or a program under way may need it, so that it stays
 */
public record CacheUse(String id, String type, String description, long size, Instant usedAt, boolean isInUse) {
    /** What a step made, packed or unpacked. */
    public static final String REGULAR = "regular";
    /** What commands keep in {@code --mount=type=cache}. */
    public static final String CACHE_MOUNT = "exec.cachemount";
    /** What is remembered of contexts and downloads. */
    public static final String SOURCE = "source.local";
    /** What has no name and is left over. */
    public static final String INTERNAL = "internal";
}
