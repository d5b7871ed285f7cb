package dev.anyarch.storage;

import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.ImageStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class StoredRepositoryContractTest extends ImageStoreContract {
    private final Storage storage;

    StoredRepositoryContractTest(@TempDir Path root) throws IOException {
        storage = Storage.open(root, SparsePolicy.COMPLETE);
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    @Override
    protected ImageStore emptyStore() {
        return storage.repository(Samples.APP);
    }

    @Override
    protected Optional<ImageStore> neighbour() {
        return Optional.of(storage.repository(neighbourName()));
    }

    @Override
    protected RepositoryName neighbourName() {
        return Samples.OTHER;
    }
}
