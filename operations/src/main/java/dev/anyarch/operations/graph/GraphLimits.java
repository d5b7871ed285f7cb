package dev.anyarch.operations.graph;

/**
 * How much of a graph is followed before it is refused. A graph comes from outside: an index may list indexes without end.
 *
 * @param maxDepth the longest chain of manifests from a root, the root included
 * @param maxManifests the number of different manifests
 * @param maxBytes the size of all manifests together; they are held in memory
 */
public record GraphLimits(int maxDepth, int maxManifests, long maxBytes) {
    /** More than any image needs: real ones are two deep, and the widest public indexes list a few hundred manifests. */
    public static final GraphLimits DEFAULT = new GraphLimits(8, 20_000, 64L * 1024 * 1024);

    public GraphLimits {
        if (maxDepth < 1 || maxManifests < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("graph limits: expected positive numbers, found %d, %d and %d"
                    .formatted(maxDepth, maxManifests, maxBytes));
        }
    }
}
