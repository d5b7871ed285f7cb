package dev.anyarch.storage;

import static dev.anyarch.storage.Samples.APP;
import static dev.anyarch.storage.Samples.OTHER;
import static dev.anyarch.storage.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadSessionTest {
    @TempDir
    private Path root;

    @Test
    void suspendedUploadGoesOnInTheSameProcess() throws IOException {
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            UploadSession first = app.startUpload(DigestAlgorithm.SHA256);
            write(first, "one ");
            first.suspend();

            UploadSession second = app.findUpload(first.id()).orElseThrow();
            assertThat(second.written()).isEqualTo(4);
            write(second, "two");
            second.commit(Digest.sha256(bytes("one two")));

            assertThat(app.hasBlob(Digest.sha256(bytes("one two")))).isTrue();
            assertThat(app.findUpload(first.id())).isEmpty();
        }
    }

    @Test
    void suspendedUploadGoesOnAfterARestart() throws IOException {
        String id;
        try (Storage storage = Storage.open(root)) {
            UploadSession upload = storage.repository(APP).startUpload(DigestAlgorithm.SHA512);
            write(upload, "before ");
            id = upload.id();
            upload.suspend();
        }
        Digest digest = Digest.of(DigestAlgorithm.SHA512, bytes("before after"));
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            UploadSession upload = app.findUpload(id).orElseThrow();
            write(upload, "after");
            upload.commit(digest);

            assertThat(app.findBlob(digest).orElseThrow().file()).hasContent("before after");
        }
    }

    @Test
    void uploadIsCommittedUnderAnotherAlgorithmThanPlanned() throws IOException {
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            UploadSession upload = app.startUpload(DigestAlgorithm.SHA256);
            write(upload, "content");

            Digest digest = Digest.of(DigestAlgorithm.SHA512, bytes("content"));
            upload.commit(digest);

            assertThat(app.findBlob(digest)).isPresent();
        }
    }

    @Test
    void uploadWithAnotherDigestIsForgotten() throws IOException {
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            UploadSession upload = app.startUpload(DigestAlgorithm.SHA256);
            write(upload, "content");

            assertThatThrownBy(() -> upload.commit(Digest.sha256(bytes("other"))))
                    .isInstanceOf(InvalidContentException.class)
                    .hasMessageContaining("expected %s, received %s (7 bytes)", Digest.sha256(bytes("other")),
                            Digest.sha256(bytes("content")));

            assertThat(app.findUpload(upload.id())).isEmpty();
            assertThat(app.hasBlob(Digest.sha256(bytes("content")))).isFalse();
            assertThat(root.resolve("uploads")).isEmptyDirectory();
        }
    }

    @Test
    void uploadThatIsClosedNeverHappened() throws IOException {
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            try (BlobUpload upload = app.upload()) {
                upload.write(bytes("content"), 0, 7);
            }
            assertThat(root.resolve("uploads")).isEmptyDirectory();
            assertThat(app.exists()).isFalse();
        }
    }

    @Test
    void uploadBelongsToItsRepository() throws IOException {
        try (Storage storage = Storage.open(root)) {
            UploadSession upload = storage.repository(APP).startUpload(DigestAlgorithm.SHA256);

            assertThat(storage.repository(OTHER).findUpload(upload.id())).isEmpty();
            assertThat(storage.repository(APP).findUpload("../" + upload.id())).isEmpty();
            assertThat(storage.repository(APP).findUpload("..")).isEmpty();
            assertThat(storage.repository(APP).findUpload("")).isEmpty();
            upload.close();
        }
    }

    @Test
    void twoSessionsNeverWriteTheSameUpload() throws IOException {
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            UploadSession writing = app.startUpload(DigestAlgorithm.SHA256);
            write(writing, "mine");

            UploadSession intruder = app.findUpload(writing.id()).orElseThrow();
            assertThat(intruder.written()).isEqualTo(4);
            assertThatThrownBy(() -> write(intruder, "!")).isInstanceOf(UnavailableException.class);
            intruder.suspend();

            writing.commit(Digest.sha256(bytes("mine")));
        }
    }

    @Test
    void emptyBlobIsABlob() throws IOException {
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            Digest empty = Samples.push(app, new byte[0]);
            assertThat(app.findBlob(empty).orElseThrow().size()).isZero();
        }
    }

    @Test
    void forgottenUploadsAreSweptAndHeldOnesAreNot() throws IOException {
        Instant later = Instant.now().plus(Uploads.RESUMABLE_FOR).plusSeconds(60);
        try (Storage storage = Storage.open(root);
                Storage nextDay = Storage.open(root, SparsePolicy.SPARSE_INDEXES, () -> later)) {
            StoredRepository app = storage.repository(APP);
            UploadSession held = app.startUpload(DigestAlgorithm.SHA256);
            write(held, "slow");
            UploadSession forgotten = app.startUpload(DigestAlgorithm.SHA256);
            write(forgotten, "forgotten");
            forgotten.suspend();

            nextDay.repository(OTHER).upload().close();

            assertThat(app.findUpload(forgotten.id())).isEmpty();
            assertThat(app.findUpload(held.id())).isPresent();
            held.commit(Digest.sha256(bytes("slow")));
        }
    }

    @Test
    void youngUploadsAreNotSwept() throws IOException {
        Instant later = Instant.now().plusSeconds(3600);
        try (Storage storage = Storage.open(root);
                Storage nextHour = Storage.open(root, SparsePolicy.SPARSE_INDEXES, () -> later)) {
            UploadSession paused = storage.repository(APP).startUpload(DigestAlgorithm.SHA256);
            paused.suspend();

            nextHour.repository(OTHER).upload().close();

            assertThat(storage.repository(APP).findUpload(paused.id())).isPresent();
        }
    }

    private static void write(BlobUpload upload, String text) throws IOException {
        upload.write(bytes(text), 0, bytes(text).length);
    }
}
