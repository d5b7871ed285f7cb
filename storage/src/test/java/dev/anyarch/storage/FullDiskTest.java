package dev.anyarch.storage;

import static dev.anyarch.storage.Samples.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.UnavailableException;
import dev.anyarch.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    private static final Tag TAG = new Tag("tag");

    @TempDir
    private Path disk;
    private Optional<SmallDisk> mounted = Optional.empty();

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        mounted = SmallDisk.mount(disk, 4);
        Assumptions.assumeTrue(mounted.isPresent(), "mounting a small file system needs root");
    }

    @AfterEach
    void unmount() throws IOException {
        if (mounted.isPresent()) {
            mounted.get().close();
        }
    }

    @Test
    void uploadThatDoesNotFitGoesOnWhenThereIsSpaceAgain() throws IOException {
        try (Storage storage = Storage.open(disk.resolve("storage"))) {
            StoredRepository app = storage.repository(APP);
            RawManifest before = Samples.pushImage(app, "before", TAG);
            byte[] content = new byte[300_000];
            UploadSession upload = app.startUpload(DigestAlgorithm.SHA256);
            upload.write(content, 0, 100_000);
            mounted.orElseThrow().fill(0);

            assertThatThrownBy(() -> upload.write(content, 100_000, 200_000)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("No space left on device");
            assertThat(upload.written()).isEqualTo(100_000);
            assertThat(app.fetchManifest(before.digest())).isEqualTo(before);

            mounted.orElseThrow().empty();
            upload.write(content, 100_000, 200_000);
            Digest digest = Digest.sha256(content);
            upload.commit(digest);
            assertThat(Samples.read(app, new Descriptor(MediaType.OCTET_STREAM, digest, 300_000))).isEqualTo(content);
        }
    }

    @Test
    void manifestThatDoesNotFitLeavesEverythingAsItWas() throws IOException {
        try (Storage storage = Storage.open(disk.resolve("storage"))) {
            StoredRepository app = storage.repository(APP);
            RawManifest before = Samples.pushImage(app, "before", TAG);
            Samples.pushBlobs(app, "after");
            mounted.orElseThrow().fill(0);

            RawManifest large = largeIndex();
            assertThatThrownBy(() -> app.putManifest(large, List.of(TAG))).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("full");

            assertThat(app.resolve(TAG)).contains(before.descriptor());
            assertThat(app.resolve(large.digest())).isEmpty();

            mounted.orElseThrow().empty();
            app.putManifest(large, List.of(TAG));
            assertThat(app.resolve(TAG)).contains(large.descriptor());
        }
    }

    @Test
    void fullDiskIsReportedWhenOpening() throws IOException {
        mounted.orElseThrow().fill(0);
        assertThatThrownBy(() -> {
            try (Storage storage = Storage.open(disk.resolve("storage"))) {
                storage.repository(APP).tags();
            }
        }).isInstanceOf(IOException.class).hasMessageContaining("No space left on device");
    }

    private static RawManifest largeIndex() throws IOException {
        return RawManifest.of(MediaType.OCI_INDEX, Samples.bytes("""
            {"schemaVersion":2,"manifests":[],"annotations":{"x":"%s"}}""".formatted("x".repeat(1_000_000))));
    }
}
