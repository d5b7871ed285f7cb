package dev.anyarch.model.reference;

import dev.anyarch.model.Digest;
import java.util.Optional;

/**
 * An image in a registry: {@code [REGISTRY/]REPOSITORY[:TAG][@DIGEST]}, normalised as Docker does (github.com/distribution/reference):
 * {@code alpine} is {@code docker.io/library/alpine:latest}.
 */
public sealed interface Reference permits TagReference, DigestReference {

    /**
     * Reads and normalises a reference.
     *
     * @throws IllegalArgumentException when the text is not a reference; the message says which part is wrong
     */
    static Reference parse(String text) {
        return ReferenceSyntax.parse(text);
    }

    RegistryName registry();

    RepositoryName repository();

    /** The tag: always there in a {@link TagReference}, informative in a {@link DigestReference}. */
    Optional<Tag> tag();

    /** The digest, when the reference is pinned. */
    Optional<Digest> digest();

    /** {@code REGISTRY/REPOSITORY} without tag and digest. */
    default String name() {
        return registry() + "/" + repository();
    }

    /** The short form that people type: without {@code docker.io/} and {@code library/}. */
    default String familiar() {
        return ReferenceSyntax.familiar(this);
    }
}
