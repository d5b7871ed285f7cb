package dev.anyarch.cli;

import java.util.Optional;

/** One place that a build goes to. */
sealed interface BuildOutput {

    /**
     * An image.
     *
     * @param byDigest whether it gets no tag
     */
    record Image(Place place, boolean byDigest) implements BuildOutput {
        @Override
        public String toString() {
            return place + (byDigest ? " (by digest)" : "");
        }
    }

    /**
     * The files of the images, all layers applied.
     *
     * @param isArchive whether in a tar archive rather than a directory
     * @param destination a path, or {@code -} for standard output
     * @param isSplit whether each platform gets a directory of its own; as the number of platforms asks for when absent
     */
    record Files(boolean isArchive, String destination, Optional<Boolean> isSplit) implements BuildOutput {
        @Override
        public String toString() {
            return (isArchive ? "archive " : "directory ") + destination;
        }
    }
}
