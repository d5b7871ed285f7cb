package dev.anyarch.client.auth;

import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import java.io.IOException;
import java.util.Optional;

/** Where credentials come from: files and helpers, or a person at {@code login}. */
@FunctionalInterface
public interface CredentialLookup {

    /**
     * The credential for a repository, or for the registry as a whole; empty when we go there as nobody.
     *
     * @throws IOException when credentials are configured but cannot be had
     */
    Optional<Credential> find(RegistryName registry, Optional<RepositoryName> repository) throws IOException;
}
