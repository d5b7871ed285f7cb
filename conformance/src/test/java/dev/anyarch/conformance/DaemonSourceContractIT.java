package dev.anyarch.conformance;

import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyListener;
import dev.anyarch.operations.copy.CopyRequest;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.store.Capability;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageSourceContract;
import dev.anyarch.store.daemon.DaemonStore;
import dev.anyarch.store.daemon.DockerEngine;
import dev.anyarch.store.layout.NamedDescriptor;
import dev.anyarch.testkit.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of reading, kept by what a real engine with its classic store gives back to one who did not load it. */
@NeedsProgram(value = "dockerd", debianPackage = "docker.io")
class DaemonSourceContractIT extends ImageSourceContract {
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
        return EnumSet.complementOf(EnumSet.of(Capability.INDEXES, Capability.MANIFEST_BYTES, Capability.REFERRERS,
                Capability.SHA512_MANIFESTS));
    }

    @Override
    protected ImageSource holding(ImageSource from, List<NamedDescriptor> roots)
            throws IOException, InterruptedException {
        repositories++;
        Reference repository = Reference.parse("contract/source%d".formatted(repositories));
        try (DaemonStore loading = DaemonStore.open(engine, repository, Files.createTempDirectory(directory, "load"))) {
            for (NamedDescriptor root : roots) {
                new Copier(CopySettings.DEFAULT, CopyListener.NONE).copy(from, loading,
                        CopyRequest.of(root.descriptor()));
                RawManifest manifest = loading.fetchManifest(root.descriptor().digest());
                loading.putManifest(manifest, root.name().stream().map(Tag::new).toList());
            }
        }
        return DaemonStore.open(engine, repository, Files.createTempDirectory(directory, "read"));
    }
}
