package dev.anyarch.client;

import dev.anyarch.client.auth.Scope;
import dev.anyarch.model.reference.RepositoryName;
import java.util.List;
import java.util.Optional;

/** What a request needs to be allowed to do. */
record Access(Optional<RepositoryName> repository, List<Scope> scopes) {
    /** Only to be known. */
    static final Access REGISTRY = new Access(Optional.empty(), List.of());
    static final Access CATALOG = new Access(Optional.empty(), List.of(Scope.CATALOG));

    Access {
        scopes = List.copyOf(scopes);
    }

    static Access of(RepositoryName repository, Scope... scopes) {
        return new Access(Optional.of(repository), List.of(scopes));
    }
}
