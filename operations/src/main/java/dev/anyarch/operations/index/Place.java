package dev.anyarch.operations.index;

import dev.anyarch.model.reference.RepositoryName;

/**
 * A repository among those of one registry or store, between which blobs can be mounted.
 *
 * @param registry what two such repositories have in common: {@code registry.example:5000}
 */
public record Place(String registry, RepositoryName repository) {}
