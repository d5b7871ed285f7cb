package dev.anyarch.cli;

import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.ImageStore;
import java.util.List;

/**
 * Where an image goes.
 *
 * @param store belongs to {@link Places}
 * @param tags what it will be called there; none when the place was named by digest
 */
record Target(Place place, ImageStore store, List<Tag> tags) {
    Target {
        tags = List.copyOf(tags);
    }
}
