package dev.anyarch.model;

import java.util.List;
import java.util.Optional;

/** A manifest: its exact bytes and what they say. Equality is that of the bytes. */
public sealed interface Manifest permits ImageManifest, ImageIndex, OtherManifest {

    RawManifest raw();

    /** The manifest that this one is attached to as a referrer. */
    Optional<Descriptor> subject();

    /** The blobs that this manifest needs: config and layers; none for an index. */
    List<Descriptor> blobs();

    /** The manifests that this one lists; none for an image. */
    List<Descriptor> children();

    default Digest digest() {
        return raw().digest();
    }

    default MediaType mediaType() {
        return raw().mediaType();
    }
}
