package dev.anyarch.storage;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Content that a manifest names and that is kept for its sake.
 *
 * @param isRequired whether it has to be here
 */
record Requirement(Descriptor descriptor, Kind kind, boolean isRequired) {

    /** Where it is to be found. An index may list what is no manifest, as build caches do with layers. */
    enum Kind {
        BLOB, MANIFEST, EITHER
    }

    /** What {@code manifest} needs, each digest once, in its order. */
    static List<Requirement> of(Manifest manifest, SparsePolicy policy) {
        Map<Digest, Requirement> requirements = new LinkedHashMap<>();
        for (Descriptor blob : manifest.blobs()) {
            requirements.putIfAbsent(blob.digest(),
                    new Requirement(blob, Kind.BLOB, policy.requiresBlobs() && !isDistributedElsewhere(blob)));
        }
        for (Descriptor child : manifest.children()) {
            boolean isManifest = child.mediaType().isIndex() || child.mediaType().isImageManifest();
            requirements.putIfAbsent(child.digest(), new Requirement(child, isManifest ? Kind.MANIFEST : Kind.EITHER,
                    policy.requiresChildren()));
        }
        return List.copyOf(requirements.values());
    }

    /** Non-distributable layers (OCI image-spec 1.0, layer.md) and Docker's foreign ones, which registries need not have. */
    private static boolean isDistributedElsewhere(Descriptor blob) {
        String mediaType = blob.mediaType().value();
        return !blob.urls().isEmpty() || mediaType.contains(".nondistributable.") || mediaType.contains(".foreign.");
    }
}
