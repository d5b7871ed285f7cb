package dev.anyarch.server;

import dev.anyarch.model.Digest;
import dev.anyarch.model.reference.Tag;

/** How a path names a manifest: the {@code reference} of the specification. */
sealed interface ManifestName {

    record ByTag(Tag tag) implements ManifestName {
        @Override
        public String toString() {
            return tag.value();
        }
    }

    record ByDigest(Digest digest) implements ManifestName {
        @Override
        public String toString() {
            return digest.toString();
        }
    }
}
