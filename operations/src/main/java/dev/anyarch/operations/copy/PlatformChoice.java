package dev.anyarch.operations.copy;

import dev.anyarch.model.platform.Platform;
import java.util.List;
import java.util.function.Predicate;

/** Which platforms of an image are copied. */
public sealed interface PlatformChoice {
    PlatformChoice ALL = new All();

    /** Every platform there is. */
    record All() implements PlatformChoice {}

    /**
     * These platforms, every one of which must be there. An OS version or feature counts where one is written.
     *
     * @param platforms at least one
     */
    record Named(List<Platform> platforms) implements PlatformChoice {
        public Named {
            platforms = List.copyOf(platforms);
            if (platforms.isEmpty()) {
                throw new IllegalArgumentException("platforms: expected at least one");
            }
        }
    }

    /**
     * The platforms that a filter accepts, at least one.
     *
     * @param filter as it was written, for messages
     */
    record Matching(String filter, Predicate<Platform> accepts) implements PlatformChoice {}

    static PlatformChoice of(List<Platform> platforms) {
        return new Named(platforms);
    }
}
