package dev.anyarch.store;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import java.io.IOException;

/**
 * What must be in a repository before a manifest may come: its blobs, unless their descriptor says where else they are,
 * and its children. A subject may come later.
 */
public final class Completeness {

    private Completeness() {}

    /** Whether content with a digest is here. */
    @FunctionalInterface
    public interface Presence {
        boolean has(Digest digest) throws IOException;
    }

    /**
     * Refuses {@code manifest} when something it needs is missing.
     *
     * @param place the repository, for the message
     * @throws InvalidContentException which names the first thing that is missing
     */
    public static void require(Manifest manifest, Presence blobs, Presence manifests, String place)
            throws IOException {
        for (Descriptor blob : manifest.blobs()) {
            // layers that may not be distributed, as of old Windows images, stay where their URLs point
            if (blob.urls().isEmpty() && !blobs.has(blob.digest())) {
                throw missing(manifest, "blob", blob, place);
            }
        }
        for (Descriptor child : manifest.children()) {
            // BuildKit's cache indexes list layers
            boolean mayBeBlob = !child.mediaType().isIndex() && !child.mediaType().isImageManifest();
            if (!manifests.has(child.digest()) && !(mayBeBlob && blobs.has(child.digest()))) {
                throw missing(manifest, "manifest", child, place);
            }
        }
    }

    private static InvalidContentException missing(Manifest manifest, String kind, Descriptor needed, String place) {
        return new InvalidContentException("put manifest %s to %s: %s %s (%s) is not there; push it first"
                .formatted(manifest.digest(), place, kind, needed.digest(), needed.mediaType()));
    }
}
