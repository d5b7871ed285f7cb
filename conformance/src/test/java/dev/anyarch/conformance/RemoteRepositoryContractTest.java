package dev.anyarch.conformance;

import dev.anyarch.client.RegistryClient;
import dev.anyarch.client.config.ClientSettings;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.SparsePolicy;
import dev.anyarch.storage.Storage;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.ImageStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the seam, kept from the client through our own registry down to the storage. */
class RemoteRepositoryContractTest extends ImageStoreContract {
    private final Storage storage;
    private final RegistryServer server;
    private final RegistryClient client = new RegistryClient(ClientSettings.DEFAULT);

    RemoteRepositoryContractTest(@TempDir Path root) throws IOException {
        storage = Storage.open(root, SparsePolicy.COMPLETE);
        server = RegistryServer.start(ServerSettings.loopback().withAddress("127.0.0.1", 0), storage);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        storage.close();
    }

    @Override
    protected ImageStore emptyStore() throws IOException {
        return client.repository(registry(), new RepositoryName("contract/app"));
    }

    @Override
    protected Optional<ImageStore> neighbour() throws IOException {
        return Optional.of(client.repository(registry(), neighbourName()));
    }

    private RegistryName registry() {
        return new RegistryName("127.0.0.1:" + server.port());
    }
}
