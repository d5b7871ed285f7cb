package dev.anyarch.model.reference;

import dev.anyarch.model.Digest;
import java.util.Optional;

/**
 * A reference by tag.
 *
 * @param label the tag itself
 */
public record TagReference(RegistryName registry, RepositoryName repository, Tag label) implements Reference {

    @Override
    public Optional<Tag> tag() {
        return Optional.of(label);
    }

    @Override
    public Optional<Digest> digest() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name() + ":" + label;
    }
}
