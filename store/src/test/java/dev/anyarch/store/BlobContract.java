package dev.anyarch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.reference.RepositoryName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The part of the contract that is about writing blobs: uploads, deletion, mounts. */
abstract class BlobContract extends ContractFixture {
    @Test
    void aCommittedBlobIsReadAsItWasWritten() throws Exception {
        byte[] bytes = randomBytes(300_000, 1);
        Descriptor blob = putBlob(bytes);
        assertThat(store.hasBlob(blob.digest())).isTrue();
        assertThat(readAll(blob)).isEqualTo(bytes);
    }

    @Test
    void anEmptyBlobIsABlob() throws Exception {
        Descriptor blob = putBlob(new byte[0]);
        assertThat(store.hasBlob(blob.digest())).isTrue();
        assertThat(readAll(blob)).isEmpty();
    }

    @Test
    void aBlobWithSha512IsFoundUnderIt() throws Exception {
        byte[] bytes = randomBytes(1000, 2);
        Digest digest = Digest.of(DigestAlgorithm.SHA512, bytes);
        Descriptor blob = new Descriptor(MediaType.OCTET_STREAM, digest, bytes.length);
        upload(bytes, digest);
        assertThat(store.hasBlob(digest)).isTrue();
        assertThat(readAll(blob)).isEqualTo(bytes);
    }

    @Test
    void aBlobOfKnownDigestIsUploadedWithItsDescriptor() throws Exception {
        byte[] bytes = randomBytes(5000, 3);
        Descriptor blob = Descriptor.of(MediaType.OCTET_STREAM, bytes);
        try (BlobUpload upload = store.upload(blob)) {
            upload.write(bytes, 0, bytes.length);
            upload.commit(blob.digest());
        }
        assertThat(readAll(blob)).isEqualTo(bytes);
    }

    @Test
    void anUploadCountsWhatWasWritten() throws Exception {
        try (BlobUpload upload = store.upload()) {
            assertThat(upload.written()).isZero();
            upload.write(new byte[10], 3, 7);
            upload.stream().write(1);
            assertThat(upload.written()).isEqualTo(8);
        }
    }

    @Test
    void anUploadClosedWithoutCommitNeverHappened() throws Exception {
        byte[] bytes = randomBytes(1000, 4);
        try (BlobUpload upload = store.upload()) {
            upload.write(bytes, 0, bytes.length);
        }
        assertThat(store.hasBlob(Digest.sha256(bytes))).isFalse();
        assertThatThrownBy(() -> readAll(Descriptor.of(MediaType.OCTET_STREAM, bytes)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void nothingIsVisibleBeforeCommit() throws Exception {
        byte[] bytes = randomBytes(1000, 5);
        try (BlobUpload upload = store.upload()) {
            upload.write(bytes, 0, bytes.length);
            assertThat(store.hasBlob(Digest.sha256(bytes))).isFalse();
            upload.commit(Digest.sha256(bytes));
            assertThat(store.hasBlob(Digest.sha256(bytes))).isTrue();
        }
    }

    @Test
    void closingAfterCommitDoesNothing() throws Exception {
        byte[] bytes = randomBytes(1000, 6);
        BlobUpload upload = store.upload();
        upload.write(bytes, 0, bytes.length);
        upload.commit(Digest.sha256(bytes));
        upload.close();
        upload.close();
        assertThat(store.hasBlob(Digest.sha256(bytes))).isTrue();
    }

    @Test
    void aWrongDigestIsRefusedAndNothingIsKept() throws Exception {
        byte[] bytes = randomBytes(1000, 7);
        try (BlobUpload upload = store.upload()) {
            upload.write(bytes, 0, bytes.length);
            assertThatThrownBy(() -> upload.commit(ABSENT)).isInstanceOf(InvalidContentException.class)
                    .hasMessageContaining(ABSENT.toString());
        }
        assertThat(store.hasBlob(ABSENT)).isFalse();
        assertThat(store.hasBlob(Digest.sha256(bytes))).isFalse();
    }

    @Test
    void committingABlobThatIsThereIsASuccess() throws Exception {
        byte[] bytes = randomBytes(1000, 8);
        putBlob(bytes);
        Descriptor blob = putBlob(bytes);
        assertThat(readAll(blob)).isEqualTo(bytes);
    }

    @Test
    void severalThreadsMayUploadTheSameBlob() throws ExecutionException, IOException, InterruptedException {
        byte[] bytes = randomBytes(200_000, 9);
        Callable<Descriptor> put = () -> putBlob(bytes);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Descriptor> future : threads.invokeAll(List.of(put, put, put, put))) {
                assertThat(readAll(future.get())).isEqualTo(bytes);
            }
        }
    }

    @Test
    void aDeletedBlobCanComeBack() throws Exception {
        byte[] bytes = randomBytes(100, 11);
        Descriptor blob = putBlob(bytes);
        assertThat(store.deleteBlob(blob.digest())).isTrue();
        assertThat(store.deleteBlob(blob.digest())).isFalse();
        assertThat(store.hasBlob(blob.digest())).isFalse();
        putBlob(bytes);
        assertThat(readAll(blob)).isEqualTo(bytes);
    }

    @Test
    void mountingWhatIsNotThereSaysSo() throws Exception {
        assertThat(store.mount(ABSENT, new RepositoryName("no/such"))).isFalse();
        assertThat(store.hasBlob(ABSENT)).isFalse();
    }

    @Test
    void aBlobOfANeighbourIsMountedWithoutUpload() throws Exception {
        Optional<ImageStore> neighbour = neighbour();
        if (neighbour.isEmpty()) {
            assertThat(store.mount(ABSENT, neighbourName())).isFalse();
            return;
        }
        byte[] bytes = randomBytes(1000, 12);
        Descriptor blob = Descriptor.of(MediaType.OCTET_STREAM, bytes);
        try (BlobUpload upload = neighbour.get().upload()) {
            upload.write(bytes, 0, bytes.length);
            upload.commit(blob.digest());
        }
        assertThat(store.hasBlob(blob.digest())).isFalse();
        assertThat(store.mount(blob.digest(), neighbourName())).isTrue();
        assertThat(readAll(blob)).isEqualTo(bytes);
        neighbour.get().close();
    }
}
