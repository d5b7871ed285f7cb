package dev.anyarch.operations.index;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something to make entries of: an image, or an index whose entries are all taken.
 *
 * @param name as the user wrote it, for messages
 * @param place for mounting; empty for a directory or an archive
 * @param platform instead of what the source says about itself; for a single image
 * @param annotations added to each entry for an image
 */
public record IndexSource(String name, ImageSource from, Descriptor root, Optional<Place> place,
        Optional<Platform> platform, Map<String, String> annotations) {
    public IndexSource {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    public static IndexSource of(String name, ImageSource from, Descriptor root, Optional<Place> place) {
        return new IndexSource(name, from, root, place, Optional.empty(), Map.of());
    }
}
