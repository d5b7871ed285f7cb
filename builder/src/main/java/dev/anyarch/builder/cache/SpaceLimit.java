package dev.anyarch.builder.cache;

import java.util.Optional;

/**
 * How much may stay, as BuildKit understands it.
 *
 * @param maxUsed at most so much, whatever is free
 * @param minFree so much of the disk is to be free afterwards
 * @param reserved so much stays in any case
 * @param free how much of the disk is free now
 */
public record SpaceLimit(Optional<Long> maxUsed, Optional<Long> minFree, Optional<Long> reserved, long free) {
    /** Everything that was unused for long enough goes. */
    public static final SpaceLimit NONE = new SpaceLimit(Optional.empty(), Optional.empty(), Optional.empty(), 0);

    /** Whether anything is said. */
    public boolean isGiven() {
        return maxUsed.isPresent() || minFree.isPresent() || reserved.isPresent();
    }

    /** What may stay of {@code total} bytes; what is unused goes first, and no more than needed. */
    Optional<Long> allowed(long total) {
        if (!isGiven()) {
            return Optional.empty();
        }
        long allowed = maxUsed.orElse(minFree.isPresent() ? total : 0L);
        long lacking = minFree.orElse(0L) - free;
        if (lacking > 0) {
            allowed = Math.min(allowed, total - lacking);
        }
        return Optional.of(Math.max(allowed, reserved.orElse(0L)));
    }
}
