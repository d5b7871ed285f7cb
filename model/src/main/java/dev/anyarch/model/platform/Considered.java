package dev.anyarch.model.platform;

import java.util.Optional;

/**
 * A candidate that an engine looked at, and what it thought of it.
 *
 * @param position from the root
 * @param platform as the descriptor says, or as the config says where the engine read it
 * @param usable whether the engine can use it; of those it takes the best
 * @param reason such as {@code architecture differs}
 */
public record Considered(Position position, Optional<Platform> platform, boolean usable, String reason) {

    /** {@code 0 linux/amd64: architecture differs}. */
    @Override
    public String toString() {
        return "%s %s: %s".formatted(position.isRoot() ? "root" : position.path(),
                platform.map(Platform::toString).orElse("without platform"), reason);
    }
}
