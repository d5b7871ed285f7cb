package dev.anyarch.conformance;

import dev.anyarch.model.reference.Reference;
import dev.anyarch.store.Capability;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.ImageStoreContract;
import dev.anyarch.store.daemon.DaemonStore;
import dev.anyarch.store.daemon.DockerEngine;
import dev.anyarch.testkit.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of writing, kept by a repository of a real engine with its classic store. */
@NeedsProgram(value = "dockerd", debianPackage = "docker.io")
class DaemonStoreContractIT extends ImageStoreContract {
    private static DockerDaemon docker;
    private static DockerEngine engine;
    private static int repositories;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start(@TempDir Path place) throws IOException, InterruptedException {
        docker = DockerDaemon.start(Files.createDirectories(place.resolve("d")));
        engine = docker.connect();
    }

    @AfterAll
    static void stop() {
        if (docker != null) {
            docker.close();
        }
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.INDEXES));
    }

    @Override
    protected ImageStore emptyStore() throws IOException {
        repositories++;
        return DaemonStore.open(engine, Reference.parse("contract/store%d".formatted(repositories)),
                Files.createTempDirectory(directory, "work"));
    }
}
