package dev.anyarch.model.reference;

import dev.anyarch.model.Digest;
import java.util.Optional;

/**
 * A reference pinned to a digest; a tag beside it is for people and does not count.
 *
 * @param pin the digest itself
 */
public record DigestReference(RegistryName registry, RepositoryName repository, Optional<Tag> tag, Digest pin)
        implements
            Reference {

    @Override
    public Optional<Digest> digest() {
        return Optional.of(pin);
    }

    @Override
    public String toString() {
        return name() + tag.map(present -> ":" + present).orElse("") + "@" + pin;
    }
}
