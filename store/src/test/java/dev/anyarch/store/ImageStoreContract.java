package dev.anyarch.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link ImageSource}, {@link ImageStore} and {@link BlobUpload}. An implementation's test extends this
 * and says how to make an empty store; what a place cannot promise it says by overriding a question.
 */
public abstract class ImageStoreContract {
    private static final Digest ABSENT = Digest.sha256("absent".getBytes(UTF_8));
    private static final Tag V1 = new Tag("v1");
    private static final Tag V2 = new Tag("v2");

    private ImageStore store;

    /** A new, empty store; closed by the contract. */
    protected abstract ImageStore emptyStore() throws Exception;

    /** Another repository of the same place from which blobs can be mounted under {@link #neighbourName}. */
    protected Optional<ImageStore> neighbour() throws Exception {
        return Optional.empty();
    }

    protected RepositoryName neighbourName() {
        return new RepositoryName("neighbour");
    }

    /** Whether the place refuses to delete what is still needed. */
    protected boolean protectsWhatIsNeeded() {
        return true;
    }

    /** Whether preconditions are checked. */
    protected boolean checksPreconditions() {
        return true;
    }

    @BeforeEach
    final void begin() throws Exception {
        store = emptyStore();
    }

    @AfterEach
    final void end() throws Exception {
        store.close();
    }

    @Test
    void hasALocationForMessages() {
        assertThat(store.location()).isNotBlank();
    }

    @Test
    void nothingIsThereAtFirst() throws Exception {
        assertThat(store.resolve(V1)).isEmpty();
        assertThat(store.resolve(ABSENT)).isEmpty();
        assertThat(store.tags()).isEmpty();
        assertThat(store.referrers(ABSENT, Optional.empty())).isEmpty();
        assertThat(store.hasBlob(ABSENT)).isFalse();
    }

    @Test
    void absentContentIsNotFound() {
        Descriptor absent = new Descriptor(MediaType.OCI_LAYER, ABSENT, 6);
        assertThatThrownBy(() -> store.fetchManifest(ABSENT)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> readAll(absent)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> store.openBlob(absent, 1, 2).readAllBytes()).isInstanceOf(NotFoundException.class);
    }

    @Test
    void deletingWhatIsNotThereSaysSo() throws Exception {
        assertThat(store.deleteTag(V1)).isFalse();
        assertThat(store.deleteManifest(ABSENT)).isFalse();
        assertThat(store.deleteBlob(ABSENT)).isFalse();
    }

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
    void severalThreadsMayMoveTags() throws ExecutionException, IOException, InterruptedException {
        RawManifest image = image("shared");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> puts = new Random(1).ints(16, 0, 1000)
                    .distinct()
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        store.putManifest(image, List.of(new Tag("t" + i)));
                        return true;
                    })
                    .toList();
            for (Future<Boolean> future : threads.invokeAll(puts)) {
                assertThat(future.get()).isTrue();
            }
            assertThat(store.tags()).hasSameSizeAs(puts);
        }
    }

    @Test
    void readingABlobChecksSizeAndDigest() throws Exception {
        byte[] bytes = randomBytes(1000, 10);
        Descriptor blob = putBlob(bytes);
        Descriptor tooLong = new Descriptor(blob.mediaType(), blob.digest(), blob.size() + 1);
        Descriptor tooShort = new Descriptor(blob.mediaType(), blob.digest(), blob.size() - 1);
        assertThatThrownBy(() -> readAll(tooLong)).isInstanceOf(InvalidContentException.class);
        assertThatThrownBy(() -> readAll(tooShort)).isInstanceOf(InvalidContentException.class);
    }

    @Test
    void aRangeIsExactlyThatPart() throws Exception {
        byte[] bytes = "0123456789".getBytes(UTF_8);
        Descriptor blob = putBlob(bytes);
        assertThat(range(blob, 0, 10)).isEqualTo("0123456789");
        assertThat(range(blob, 3, 4)).isEqualTo("3456");
        assertThat(range(blob, 9, 1)).isEqualTo("9");
        assertThat(range(blob, 4, 0)).isEmpty();
        assertThat(range(blob, 10, 0)).isEmpty();
    }

    @Test
    void aRangeBeyondTheBlobIsTheCallersMistake() throws Exception {
        Descriptor blob = putBlob("0123456789".getBytes(UTF_8));
        assertThatThrownBy(() -> store.openBlob(blob, 8, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.openBlob(blob, -1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.openBlob(blob, 1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.openBlob(blob, 1, Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aManifestKeepsItsBytesAndMediaType() throws Exception {
        byte[] loose = ("{ \"schemaVersion\": 2,\n \"mediaType\": \"" + MediaType.OCI_INDEX
                + "\", \"manifests\": [], \"x-unknown\": 1.50 }\n").getBytes(UTF_8);
        RawManifest raw = RawManifest.of(MediaType.OCI_INDEX, loose);
        store.putManifest(raw, List.of());
        assertThat(store.fetchManifest(raw.digest())).isEqualTo(raw);
        assertThat(store.resolve(raw.digest())).contains(raw.descriptor());
        assertThat(store.tags()).isEmpty();
    }

    @Test
    void aDockerManifestListIsStoredAsOne() throws Exception {
        RawManifest list = ImageIndex.create(MediaType.DOCKER_LIST, List.of(), Map.of()).raw();
        store.putManifest(list, List.of(V1));
        assertThat(store.resolve(V1)).contains(list.descriptor());
        assertThat(store.fetchManifest(list.digest()).mediaType()).isEqualTo(MediaType.DOCKER_LIST);
    }

    @Test
    void aManifestWithSha512IsFoundUnderIt() throws Exception {
        byte[] bytes = image("sha512").bytes();
        RawManifest raw = RawManifest.of(MediaType.OCI_MANIFEST, bytes, DigestAlgorithm.SHA512);
        store.putManifest(raw, List.of(V1));
        assertThat(store.resolve(V1)).contains(raw.descriptor());
        assertThat(store.fetchManifest(raw.digest()).digest()).isEqualTo(raw.digest());
    }

    @Test
    void tagsPointAtTheManifestAndMove() throws Exception {
        RawManifest first = image("first");
        RawManifest second = image("second");
        store.putManifest(first, List.of(V1, V2));
        store.putManifest(second, List.of(V2));
        assertThat(store.resolve(V1)).contains(first.descriptor());
        assertThat(store.resolve(V2)).contains(second.descriptor());
        store.putManifest(second, List.of(V1));
        assertThat(store.fetchManifest(first.digest())).isEqualTo(first);
    }

    @Test
    void puttingAManifestAgainChangesNothing() throws Exception {
        RawManifest image = image("again");
        store.putManifest(image, List.of(V1));
        store.putManifest(image, List.of(V1));
        store.putManifest(image, List.of());
        assertThat(store.tags()).containsExactly(V1);
        assertThat(store.resolve(V1)).contains(image.descriptor());
    }

    @Test
    void tagsAreInLexicalOrder() throws Exception {
        store.putManifest(image("tags"), List.of(new Tag("b"), new Tag("1.10"), new Tag("B"), new Tag("_x"),
                new Tag("1.9"), new Tag("a")));
        assertThat(store.tags()).extracting(Tag::value).containsExactly("1.10", "1.9", "B", "_x", "a", "b");
    }

    @Test
    void aManifestWhoseBlobIsMissingIsRefused() throws Exception {
        Descriptor config = putBlob("{}".getBytes(UTF_8));
        Descriptor missing = new Descriptor(MediaType.OCI_LAYER_GZIP, ABSENT, 6);
        RawManifest image = ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(missing), Map.of()).raw();
        assertThatThrownBy(() -> store.putManifest(image, List.of(V1))).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining(ABSENT.toString());
        assertThat(store.resolve(V1)).isEmpty();
        assertThat(store.resolve(image.digest())).isEmpty();
    }

    @Test
    void anIndexWhoseChildIsMissingIsRefused() throws Exception {
        Descriptor missing = new Descriptor(MediaType.OCI_MANIFEST, ABSENT, 6);
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(missing), Map.of()).raw();
        assertThatThrownBy(() -> store.putManifest(index, List.of(V1))).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining(ABSENT.toString());
        assertThat(store.resolve(V1)).isEmpty();
    }

    @Test
    void anIndexOfImagesIsStored() throws Exception {
        RawManifest image = image("child");
        store.putManifest(image, List.of());
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(image.descriptor()), Map.of()).raw();
        store.putManifest(index, List.of(V1));
        assertThat(store.fetchManifest(index.digest()).parse().children()).containsExactly(image.descriptor());
    }

    @Test
    void aMalformedManifestIsRefused() throws Exception {
        RawManifest malformed = RawManifest.of(MediaType.OCI_INDEX, "{\"schemaVersion\":2".getBytes(UTF_8));
        assertThatThrownBy(() -> store.putManifest(malformed, List.of(V1)))
                .isInstanceOf(InvalidContentException.class);
        assertThat(store.tags()).isEmpty();
    }

    @Test
    void aTagThatMustBeAbsentIsNotMoved() throws Exception {
        if (!checksPreconditions()) {
            return;
        }
        RawManifest first = image("first");
        RawManifest second = image("second");
        store.putManifest(first, List.of(V1), Precondition.TAG_ABSENT);
        assertThatThrownBy(() -> store.putManifest(second, List.of(V2, V1), Precondition.TAG_ABSENT))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(store.resolve(V1)).contains(first.descriptor());
        assertThat(store.resolve(V2)).isEmpty();
        assertThat(store.resolve(second.digest())).isEmpty();
    }

    @Test
    void aTagIsMovedOnlyFromWhereItMustBe() throws Exception {
        if (!checksPreconditions()) {
            return;
        }
        RawManifest first = image("first");
        RawManifest second = image("second");
        store.putManifest(first, List.of(V1));
        assertThatThrownBy(() -> store.putManifest(second, List.of(V1), new Precondition.TagAt(second.digest())))
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> store.putManifest(second, List.of(V2), new Precondition.TagAt(first.digest())))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(store.resolve(V1)).contains(first.descriptor());
        store.putManifest(second, List.of(V1), new Precondition.TagAt(first.digest()));
        assertThat(store.resolve(V1)).contains(second.descriptor());
    }

    @Test
    void referrersAreListedWithArtifactTypeAndAnnotations() throws Exception {
        RawManifest subject = image("subject");
        store.putManifest(subject, List.of());
        RawManifest typed = referrer(subject.descriptor(), Optional.of("application/x-typed"), Map.of("a", "1"));
        RawManifest untyped = referrer(subject.descriptor(), Optional.empty(), Map.of());
        store.putManifest(typed, List.of());
        store.putManifest(untyped, List.of());
        assertThat(store.referrers(subject.digest(), Optional.empty())).containsExactlyInAnyOrder(
                typed.descriptor().withArtifactType("application/x-typed").withAnnotations(Map.of("a", "1")),
                untyped.descriptor().withArtifactType(MediaType.OCI_CONFIG.value()));
    }

    @Test
    void referrersAreFilteredByArtifactType() throws Exception {
        RawManifest subject = image("subject");
        RawManifest typed = referrer(subject.descriptor(), Optional.of("application/x-typed"), Map.of());
        RawManifest untyped = referrer(subject.descriptor(), Optional.empty(), Map.of());
        store.putManifest(typed, List.of());
        store.putManifest(untyped, List.of());
        assertThat(referrerDigests(subject, Optional.of("application/x-typed"))).containsExactly(typed.digest());
        assertThat(referrerDigests(subject, Optional.of(MediaType.OCI_CONFIG.value())))
                .containsExactly(untyped.digest());
        assertThat(referrerDigests(subject, Optional.of("application/x-other"))).isEmpty();
    }

    @Test
    void aReferrerMayComeBeforeItsSubjectAndGoes() throws Exception {
        RawManifest subject = image("subject");
        RawManifest referrer = referrer(subject.descriptor(), Optional.empty(), Map.of());
        store.putManifest(referrer, List.of());
        assertThat(referrerDigests(subject, Optional.empty())).containsExactly(referrer.digest());
        assertThat(store.deleteManifest(referrer.digest())).isTrue();
        assertThat(referrerDigests(subject, Optional.empty())).isEmpty();
    }

    @Test
    void anIndexMayBeAReferrer() throws Exception {
        RawManifest subject = image("subject");
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(), Optional.of(subject.descriptor()),
                Optional.of("application/x-index"), Map.of("k", "v"), Json.Obj.EMPTY).raw();
        store.putManifest(index, List.of());
        assertThat(store.referrers(subject.digest(), Optional.empty())).containsExactly(
                index.descriptor().withArtifactType("application/x-index").withAnnotations(Map.of("k", "v")));
    }

    @Test
    void deletingATagKeepsTheManifest() throws Exception {
        RawManifest image = image("tagged");
        store.putManifest(image, List.of(V1, V2));
        assertThat(store.deleteTag(V1)).isTrue();
        assertThat(store.deleteTag(V1)).isFalse();
        assertThat(store.tags()).containsExactly(V2);
        assertThat(store.deleteTag(V2)).isTrue();
        assertThat(store.fetchManifest(image.digest())).isEqualTo(image);
    }

    @Test
    void deletingAManifestRemovesItsTags() throws Exception {
        RawManifest image = image("first");
        RawManifest other = image("second");
        store.putManifest(image, List.of(V1));
        store.putManifest(other, List.of(V2));
        assertThat(store.deleteManifest(image.digest())).isTrue();
        assertThat(store.tags()).containsExactly(V2);
        assertThat(store.resolve(image.digest())).isEmpty();
        assertThatThrownBy(() -> store.fetchManifest(image.digest())).isInstanceOf(NotFoundException.class);
        assertThat(store.deleteManifest(image.digest())).isFalse();
    }

    @Test
    void aManifestThatAnIndexListsIsNotDeleted() throws Exception {
        if (!protectsWhatIsNeeded()) {
            return;
        }
        RawManifest image = image("child");
        store.putManifest(image, List.of());
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(image.descriptor()), Map.of()).raw();
        store.putManifest(index, List.of());
        assertThatThrownBy(() -> store.deleteManifest(image.digest())).isInstanceOf(DeniedException.class);
        assertThat(store.fetchManifest(image.digest())).isEqualTo(image);
        assertThat(store.deleteManifest(index.digest())).isTrue();
        assertThat(store.deleteManifest(image.digest())).isTrue();
    }

    @Test
    void aBlobThatAManifestNeedsIsNotDeleted() throws Exception {
        if (!protectsWhatIsNeeded()) {
            return;
        }
        RawManifest image = image("kept");
        Descriptor layer = image.parse().blobs().getLast();
        store.putManifest(image, List.of());
        assertThatThrownBy(() -> store.deleteBlob(layer.digest())).isInstanceOf(DeniedException.class);
        assertThat(store.hasBlob(layer.digest())).isTrue();
        store.deleteManifest(image.digest());
        assertThat(store.deleteBlob(layer.digest())).isTrue();
        assertThat(store.hasBlob(layer.digest())).isFalse();
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

    private RawManifest image(String content) throws IOException {
        Descriptor config = putBlob(("{\"architecture\":\"amd64\",\"os\":\"linux\",\"x\":\"" + content + "\"}")
                .getBytes(UTF_8), MediaType.OCI_CONFIG);
        Descriptor layer = putBlob(("layer " + content).getBytes(UTF_8), MediaType.OCI_LAYER);
        return ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(layer), Map.of()).raw();
    }

    private RawManifest referrer(Descriptor subject, Optional<String> artifactType, Map<String, String> annotations)
            throws IOException {
        Descriptor config = putBlob("{}".getBytes(UTF_8), MediaType.OCI_CONFIG);
        return ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(), Optional.of(subject), artifactType,
                annotations).raw();
    }

    private List<Digest> referrerDigests(RawManifest subject, Optional<String> artifactType) throws IOException {
        return store.referrers(subject.digest(), artifactType).stream().map(Descriptor::digest).toList();
    }

    private Descriptor putBlob(byte[] bytes) throws IOException {
        return putBlob(bytes, MediaType.OCTET_STREAM);
    }

    private Descriptor putBlob(byte[] bytes, MediaType mediaType) throws IOException {
        upload(bytes, Digest.sha256(bytes));
        return Descriptor.of(mediaType, bytes);
    }

    private void upload(byte[] bytes, Digest digest) throws IOException {
        try (BlobUpload upload = store.upload()) {
            upload.write(bytes, 0, bytes.length / 2);
            upload.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            upload.commit(digest);
        }
    }

    private byte[] readAll(Descriptor blob) throws IOException {
        try (InputStream in = store.openBlob(blob)) {
            return in.readAllBytes();
        }
    }

    private String range(Descriptor blob, long offset, long length) throws IOException {
        try (InputStream in = store.openBlob(blob, offset, length)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
