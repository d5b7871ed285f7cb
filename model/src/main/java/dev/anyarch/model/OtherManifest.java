package dev.anyarch.model;

import java.util.List;
import java.util.Optional;

/**
 * A manifest of a media type that nobody here knows; it can be stored and copied, and says nothing.
 *
 * @param raw the exact bytes
 */
public record OtherManifest(RawManifest raw, Optional<Descriptor> subject) implements Manifest {

    @Override
    public List<Descriptor> blobs() {
        return List.of();
    }

    @Override
    public List<Descriptor> children() {
        return List.of();
    }
}
