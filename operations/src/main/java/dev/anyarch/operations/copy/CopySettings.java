package dev.anyarch.operations.copy;

import dev.anyarch.operations.graph.GraphLimits;
import java.time.Duration;

/**
 * How a copy is done.
 *
 * @param parallelism blobs, and manifests, at a time
 * @param attempts to move one blob while the place answers that it is unavailable
 * @param pause before the second attempt; it doubles with each one after that
 * @param limits of the graph that is followed
 */
public record CopySettings(int parallelism, int attempts, Duration pause, GraphLimits limits) {
    public static final CopySettings DEFAULT = new CopySettings(8, 3, Duration.ofMillis(250), GraphLimits.DEFAULT);

    public CopySettings {
        if (parallelism < 1 || attempts < 1 || pause.isNegative()) {
            throw new IllegalArgumentException("copy settings: expected a positive parallelism and attempts");
        }
    }

    public CopySettings withParallelism(int newParallelism) {
        return new CopySettings(newParallelism, attempts, pause, limits);
    }
}
