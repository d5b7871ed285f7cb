package dev.anyarch.conformance;

import dev.anyarch.client.RegistryClient;
import dev.anyarch.client.config.ClientSettings;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.Capability;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.ImageStoreContract;
import dev.anyarch.testkit.DockerRegistry;
import dev.anyarch.testkit.NeedsProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the seam, kept by the client where the registry is not ours: as far as that one can. */
@NeedsProgram(value = "docker-registry", debianPackage = "docker-registry")
class ForeignRegistryContractIT extends ImageStoreContract {
    private final DockerRegistry registry;
    private final RegistryClient client = new RegistryClient(ClientSettings.DEFAULT);

    ForeignRegistryContractIT(@TempDir Path directory) throws IOException {
        registry = DockerRegistry.start(directory);
    }

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.SHA512_MANIFESTS, Capability.TAG_DELETION,
                Capability.PROTECTION));
    }

    @Override
    protected ImageStore emptyStore() throws IOException {
        return client.repository(registry.name(), new RepositoryName("contract/app"));
    }

    @Override
    protected Optional<ImageStore> neighbour() throws IOException {
        return Optional.of(client.repository(registry.name(), neighbourName()));
    }
}
