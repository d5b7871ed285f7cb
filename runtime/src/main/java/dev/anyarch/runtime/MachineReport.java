package dev.anyarch.runtime;

import dev.anyarch.model.platform.Platform;
import java.util.List;
import java.util.Optional;

/**
 * What a machine can execute, for one user.
 *
 * @param rungs all ways to execute programs of images, the best first
 * @param chosen the one that is taken; empty when none works
 * @param platforms what is known of each architecture
 */
public record MachineReport(List<RungFinding> rungs, Optional<Rung> chosen, List<PlatformFinding> platforms) {
    public MachineReport {
        rungs = List.copyOf(rungs);
        platforms = List.copyOf(platforms);
    }

    /**
     * How programs of a platform are executed.
     *
     * @param execution empty when they are not
     * @param obstacle why not
     */
    public record PlatformFinding(Platform platform, Optional<Execution> execution, Optional<String> obstacle) {}
}
