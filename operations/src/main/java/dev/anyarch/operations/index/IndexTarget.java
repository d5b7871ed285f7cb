package dev.anyarch.operations.index;

import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.Precondition;
import java.util.List;
import java.util.Optional;

/**
 * A repository that gets the index.
 *
 * @param place for mounting; empty for a directory or an archive
 * @param tags none leaves the index reachable by digest alone
 */
public record IndexTarget(ImageStore store, Optional<Place> place, List<Tag> tags, Precondition precondition) {
    public IndexTarget {
        tags = List.copyOf(tags);
    }
}
