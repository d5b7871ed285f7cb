package dev.anyarch.operations.index;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.graph.PlatformMatch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One change to an index. Adding an image is an assembly of the index and the image ({@link IndexAssembly}), since that has
 * to look at the image.
 */
public sealed interface IndexEdit {

    /** Removes the entries that are meant, with their attestations; it is an error when there are none. */
    record Remove(Which which) implements IndexEdit {}

    /**
     * Sets annotations of the index; one with an empty value is removed.
     *
     * @param annotations in the order in which new ones are written
     */
    record AnnotateIndex(Map<String, String> annotations) implements IndexEdit {
        public AnnotateIndex {
            annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        }
    }

    /** Sets annotations of the entries that are meant, as {@link AnnotateIndex} does. */
    record AnnotateEntries(Which which, Map<String, String> annotations) implements IndexEdit {
        public AnnotateEntries {
            annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        }
    }

    /** Which entries a change is about. */
    sealed interface Which {

        /** Whether {@code entry} is meant; attestations never are. */
        default boolean means(Descriptor entry) {
            return !entry.isAttachment() && switch (this) {
                case ForPlatform wanted ->
                    entry.platform().filter(found -> PlatformMatch.matches(wanted.platform(), found)).isPresent();
                case WithDigest wanted -> entry.digest().equals(wanted.digest());
            };
        }
    }

    /** The images for one platform. */
    record ForPlatform(Platform platform) implements Which {
        @Override
        public String toString() {
            return platform.toString();
        }
    }

    /** The image with this digest. */
    record WithDigest(Digest digest) implements Which {
        @Override
        public String toString() {
            return digest.toString();
        }
    }
}
