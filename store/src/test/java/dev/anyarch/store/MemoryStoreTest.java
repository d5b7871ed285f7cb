package dev.anyarch.store;

import dev.anyarch.model.reference.RepositoryName;
import java.util.Optional;

final class MemoryStoreTest extends ImageStoreContract {
    private final MemoryRegistry registry = new MemoryRegistry("memory");

    @Override
    protected ImageStore emptyStore() {
        return registry.repository(new RepositoryName("app"));
    }

    @Override
    protected Optional<ImageStore> neighbour() {
        return Optional.of(registry.repository(neighbourName()));
    }
}
