package dev.anyarch.storage;

import static dev.anyarch.storage.Samples.APP;
import static dev.anyarch.storage.Samples.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    private static final Tag TAG = new Tag("tag");

    @TempDir
    private Path root;

    @Test
    void contentIsThereAfterReopening() throws IOException {
        RawManifest image;
        try (Storage storage = Storage.open(root.resolve("new/storage"))) {
            image = Samples.pushImage(storage.repository(APP), "kept", TAG);
        }
        try (Storage storage = Storage.open(root.resolve("new/storage"))) {
            assertThat(storage.repository(APP).resolve(TAG)).contains(image.descriptor());
            assertThat(storage.repository(APP).hasBlob(Samples.layer("kept").digest())).isTrue();
        }
    }

    @Test
    void repositoriesWithManifestsAreListedInOrderAndByPage() throws IOException {
        try (Storage storage = Storage.open(root)) {
            for (String name : List.of("b", "a/z", "a-b", "a")) {
                Samples.pushImage(storage.repository(new RepositoryName(name)), "image");
            }
            Samples.pushBlobs(storage.repository(OTHER), "only blobs");

            assertThat(storage.repositories(Optional.empty(), 3)).extracting(RepositoryName::value)
                    .containsExactly("a", "a-b", "a/z");
            assertThat(storage.repositories(Optional.of(new RepositoryName("a/z")), 3))
                    .extracting(RepositoryName::value)
                    .containsExactly("b");
        }
    }

    @Test
    void sizeCountsSharedBlobsOnce() throws IOException {
        try (Storage storage = Storage.open(root)) {
            assertThat(storage.totalSize()).isZero();
            Samples.push(storage.repository(APP), new byte[1000]);
            Samples.push(storage.repository(OTHER), new byte[1000]);
            assertThat(storage.totalSize()).isEqualTo(1000);
        }
    }

    @Test
    void blobsThatNoManifestNeedsAreFoundAndGoUnlessTheyAreUsedMeanwhile() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        try (Storage storage = Storage.open(root, SparsePolicy.SPARSE_INDEXES, now::get)) {
            StoredRepository app = storage.repository(APP);
            Samples.pushImage(app, "needed");
            Digest stray = Samples.push(app, new byte[10]);
            Digest asked = Samples.push(app, new byte[20]);
            assertThat(storage.unneededBlobs(Duration.ofHours(2))).isEmpty();
            now.set(now.get().plus(Duration.ofHours(3)));

            assertThat(storage.unneededBlobs(Duration.ofHours(2))).extracting(BlobUse::digest)
                    .containsExactlyInAnyOrder(stray, asked);
            assertThat(app.hasBlob(asked)).isTrue();
            assertThat(storage.unneededBlobs(Duration.ofHours(2))).extracting(BlobUse::digest).containsExactly(stray);
            assertThat(app.deleteBlob(asked, now.get())).isFalse();
            assertThat(app.deleteBlob(stray, now.get())).isTrue();
            assertThat(app.blobs()).extracting(BlobUse::digest).contains(asked).doesNotContain(stray).hasSize(3);
        }
    }

    @Test
    void tenThousandTagsAreListedInPages() throws IOException {
        List<Tag> tags = IntStream.range(0, 10_000).mapToObj(i -> new Tag("v%05d".formatted(i))).toList();
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            Samples.pushBlobs(app, "many");
            app.putManifest(Samples.image("many").raw(), tags);

            List<Tag> listed = new ArrayList<>();
            for (List<Tag> page = app.tags(Optional.empty(), 999); !page.isEmpty(); page = app
                    .tags(Optional.of(page.getLast()), 999)) {
                listed.addAll(page);
            }
            assertThat(listed).isEqualTo(tags);
            assertThat(app.tags()).isEqualTo(tags);
            assertThat(app.images()).hasSize(10_000);
        }
    }

    @Test
    void generationStaysUntilSomethingIsCommittedAnywhere() throws IOException {
        try (Storage storage = Storage.open(root); Storage neighbour = Storage.open(root)) {
            RawManifest image = Samples.pushImage(storage.repository(APP), "image", TAG);
            long before = storage.generation();
            storage.repository(APP).tags();
            assertThatThrownBy(() -> storage.repository(APP).putManifest(image, List.of(TAG), Precondition.TAG_ABSENT))
                    .isInstanceOf(PreconditionFailedException.class);
            assertThat(storage.generation()).isEqualTo(before);

            neighbour.repository(APP).deleteTag(TAG);

            assertThat(storage.generation()).isNotEqualTo(before).isEqualTo(neighbour.generation());
        }
        long before;
        try (Storage storage = Storage.open(root)) {
            before = storage.generation();
            Samples.push(storage.repository(OTHER), new byte[1]);
        }
        try (Storage storage = Storage.open(root)) {
            assertThat(storage.generation()).isGreaterThan(before);
        }
    }

    @Test
    void generationNeverRepeatsAfterAProcessDiedWhileCommitting() throws IOException {
        try (Storage storage = Storage.open(root)) {
            Samples.push(storage.repository(APP), new byte[1]);
            long before = storage.generation();

            dieWhileCommitting(before);
            assertThat(storage.generation()).isNotEqualTo(before).isNotEqualTo(storage.generation());

            Samples.push(storage.repository(APP), new byte[2]);
            assertThat(storage.generation()).isGreaterThan(before).isEqualTo(storage.generation());

            dieWhileCommitting(storage.generation());
            long repaired;
            try (Storage next = Storage.open(root)) {
                repaired = next.generation();
            }
            assertThat(storage.generation()).isEqualTo(repaired).isGreaterThan(before);
        }
    }

    @Test
    void storageOfANewerVersionIsLeftAlone() throws IOException {
        try (Storage storage = Storage.open(root)) {
            storage.repository(APP).exists();
            storage.database().write("pretend", session -> session.update("PRAGMA user_version = 99"));
        }
        try (Storage storage = Storage.open(root)) {
            assertThatThrownBy(() -> storage.repository(APP).exists()).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("schema version 99, expected at most 1");
        }
    }

    @Test
    void closedStorageSaysSo() throws IOException {
        Storage storage = Storage.open(root);
        storage.repository(APP).tags();
        storage.close();
        storage.close();

        assertThatThrownBy(() -> storage.repository(APP).tags()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> storage.repository(APP).deleteTag(TAG)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    /** What the counter is like when a process was killed between raising it and finishing the commit. */
    private void dieWhileCommitting(long generation) throws IOException {
        try (FileChannel file = FileChannel.open(root.resolve("changes"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, generation + 1), 0);
        }
    }
}
