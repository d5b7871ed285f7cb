package dev.anyarch.storage;

import static dev.anyarch.storage.Samples.APP;
import static dev.anyarch.storage.Samples.OTHER;
import static dev.anyarch.storage.Samples.bytes;
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
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRepositoryTest {
    private static final Tag ONE = new Tag("one");

    @TempDir
    private Path directory;
    private Storage storage;
    private StoredRepository app;
    private StoredRepository other;

    @BeforeEach
    void open() throws IOException {
        storage = Storage.open(directory.resolve("storage"));
        app = storage.repository(APP);
        other = storage.repository(OTHER);
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    @Test
    void blobIsVisibleOnlyWhereItWasPushedOrMounted() throws IOException {
        Digest digest = Samples.push(app, bytes("secret"));
        Descriptor blob = new Descriptor(MediaType.OCTET_STREAM, digest, 6);

        assertThat(app.hasBlob(digest)).isTrue();
        assertThat(other.hasBlob(digest)).isFalse();
        assertThat(other.findBlob(digest)).isEmpty();
        assertThatThrownBy(() -> other.openBlob(blob)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> other.openBlob(blob, 0, 1)).isInstanceOf(NotFoundException.class);
        assertThat(other.mount(digest, OTHER)).isFalse();

        assertThat(other.mount(digest, APP)).isTrue();
        assertThat(other.hasBlob(digest)).isTrue();
        assertThat(Samples.read(other, blob)).isEqualTo(bytes("secret"));
    }

    @Test
    void blobOfAnyRepositoryIsMountedOnlyWhenAskedFor() throws IOException {
        Digest digest = Samples.push(app, bytes("shared"));

        assertThat(other.mountFromAnywhere(Digest.sha256(bytes("unknown")))).isFalse();
        assertThat(other.mountFromAnywhere(digest)).isTrue();
        assertThat(other.findBlob(digest)).isPresent();
    }

    @Test
    void blobFileHasTheContent() throws IOException {
        Digest digest = Samples.push(app, bytes("content"));

        StoredBlob blob = app.findBlob(digest).orElseThrow();

        assertThat(blob.size()).isEqualTo(7);
        assertThat(blob.file()).hasBinaryContent(bytes("content"));
    }

    @Test
    void rangeOfBlobIsExact() throws IOException {
        Digest digest = Samples.push(app, bytes("0123456789"));
        Descriptor blob = new Descriptor(MediaType.OCTET_STREAM, digest, 10);

        assertThat(Samples.read(app, blob, 2, 3)).isEqualTo(bytes("234"));
        assertThat(Samples.read(app, blob, 10, 0)).isEqualTo(bytes(""));
        assertThatThrownBy(() -> app.openBlob(blob, 8, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> app.openBlob(blob, 1, Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void blobThatLostBytesOnDiskIsNeverReadAsWhole() throws IOException {
        Digest digest = Samples.push(app, bytes("0123456789"));
        Files.writeString(app.findBlob(digest).orElseThrow().file(), "0123");
        Descriptor blob = new Descriptor(MediaType.OCTET_STREAM, digest, 10);

        try (InputStream whole = app.openBlob(blob); InputStream range = app.openBlob(blob, 2, 8)) {
            assertThatThrownBy(whole::readAllBytes).isInstanceOf(InvalidContentException.class);
            assertThatThrownBy(range::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void blobThatLostBytesOnDiskIsRepairedByPushingItAgain() throws IOException {
        Digest digest = Samples.push(app, bytes("0123456789"));
        Files.writeString(app.findBlob(digest).orElseThrow().file(), "0123");

        Samples.push(other, bytes("0123456789"));

        assertThat(app.findBlob(digest).orElseThrow().file()).hasContent("0123456789");
    }

    @Test
    void manifestIsKeptByteForByteWithItsMediaType() throws IOException {
        Samples.pushBlobs(app, "odd");
        String compact = new String(Samples.image("odd").raw().bytes(), StandardCharsets.UTF_8);
        RawManifest manifest = RawManifest.of(MediaType.OCI_MANIFEST, bytes(compact.replace(",", " ,\n\t")));

        app.putManifest(manifest, List.of(ONE));

        assertThat(app.fetchManifest(manifest.digest())).isEqualTo(manifest);
        assertThat(app.resolve(ONE)).contains(manifest.descriptor());
        assertThat(app.resolve(manifest.digest())).contains(manifest.descriptor());
        assertThat(other.resolve(manifest.digest())).isEmpty();
    }

    @Test
    void manifestIsRefusedWhileItsBlobsAreMissing() throws IOException {
        RawManifest manifest = Samples.image("incomplete").raw();
        Samples.push(app, bytes("{\"name\":\"incomplete\"}"));

        assertThatThrownBy(() -> app.putManifest(manifest, List.of(ONE))).isInstanceOfSatisfying(
                MissingContentException.class,
                e -> assertThat(e.missing()).isEqualTo(Samples.layer("incomplete").digest()));

        assertThat(app.tags()).isEmpty();
        assertThat(app.resolve(manifest.digest())).isEmpty();
    }

    @Test
    void blobsOfAnotherRepositoryDoNotCount() throws IOException {
        Samples.pushBlobs(other, "elsewhere");

        assertThatThrownBy(() -> app.putManifest(Samples.image("elsewhere").raw(), List.of()))
                .isInstanceOf(MissingContentException.class);
        assertThat(app.exists()).isFalse();
    }

    @Test
    void layersThatAreDistributedElsewhereMayBeMissing() throws IOException {
        Samples.push(app, bytes("{\"name\":\"windows\"}"));
        Descriptor foreign = Samples.layer("windows")
                .withMediaType(new MediaType("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"));
        Descriptor nonDistributable = Samples.layer("base")
                .withMediaType(new MediaType("application/vnd.oci.image.layer.nondistributable.v1.tar"));

        app.putManifest(ImageManifest.create(MediaType.OCI_MANIFEST, Samples.config("windows"),
                List.of(foreign, nonDistributable), Map.of()).raw(), List.of(ONE));

        assertThat(app.tags()).containsExactly(ONE);
    }

    @Test
    void descriptorWithAnotherSizeThanTheContentIsRefused() throws IOException {
        Samples.pushBlobs(app, "liar");
        Descriptor layer = Samples.layer("liar");
        Descriptor wrong = new Descriptor(layer.mediaType(), layer.digest(), layer.size() + 1);

        assertThatThrownBy(() -> app.putManifest(ImageManifest.create(MediaType.OCI_MANIFEST, Samples.config("liar"),
                List.of(wrong), Map.of()).raw(), List.of()))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("has %d bytes, found %d", wrong.size(), layer.size());
    }

    @Test
    void indexMayLackChildrenUnlessThePolicyIsComplete() throws IOException {
        RawManifest present = Samples.pushImage(app, "present");
        RawManifest sparse = Samples.index(present, Samples.image("absent").raw());

        app.putManifest(sparse, List.of(ONE));
        assertThat(app.resolve(ONE)).isPresent();

        try (Storage strict = Storage.open(storage.root(), SparsePolicy.COMPLETE)) {
            assertThatThrownBy(() -> strict.repository(APP).putManifest(sparse, List.of()))
                    .isInstanceOf(MissingContentException.class);
        }
    }

    @Test
    void imageMayLackLayersOnlyWhenThePolicyAllowsIt() throws IOException {
        try (Storage sparse = Storage.open(storage.root(), SparsePolicy.SPARSE_IMAGES)) {
            sparse.repository(APP).putManifest(Samples.image("hollow").raw(), List.of(ONE));
        }

        assertThat(app.tags()).containsExactly(ONE);
    }

    @Test
    void manifestIsStoredUnderTheDigestItWasPushedBy() throws IOException {
        Samples.pushBlobs(app, "both");
        RawManifest sha256 = Samples.image("both").raw();
        RawManifest sha512 = RawManifest.of(sha256.mediaType(), sha256.bytes(), DigestAlgorithm.SHA512);

        app.putManifest(sha256, sha512.digest(), List.of(ONE), Precondition.NONE);
        assertThat(app.resolve(ONE)).contains(sha512.descriptor());
        assertThat(app.fetchManifest(sha512.digest()).digest()).isEqualTo(sha512.digest());
        assertThat(app.resolve(sha256.digest())).isEmpty();

        app.putManifest(sha256, List.of());
        assertThat(app.resolve(sha256.digest())).isPresent();
    }

    @Test
    void manifestUnderAWrongDigestIsRefused() throws IOException {
        Samples.pushBlobs(app, "wrong");

        assertThatThrownBy(() -> app.putManifest(Samples.image("wrong").raw(), Digest.sha256(bytes("other")),
                List.of(ONE), Precondition.NONE)).isInstanceOf(InvalidContentException.class);
        assertThat(app.tags()).isEmpty();
    }

    @Test
    void sha512BlobsAreBlobsLikeOthers() throws IOException {
        byte[] content = bytes("long digest");

        Digest digest = Samples.push(app, content, DigestAlgorithm.SHA512);

        assertThat(Samples.read(app, new Descriptor(MediaType.OCTET_STREAM, digest, content.length)))
                .isEqualTo(content);
        assertThat(app.hasBlob(Digest.sha256(content))).isFalse();
    }

    @Test
    void preconditionsHoldForEveryTagOrNothingChanges() throws IOException {
        RawManifest first = Samples.pushImage(app, "first", ONE);
        Samples.pushBlobs(app, "second");
        RawManifest second = Samples.image("second").raw();
        Tag fresh = new Tag("fresh");

        assertThatThrownBy(() -> app.putManifest(second, List.of(fresh, ONE), Precondition.TAG_ABSENT))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("tag one: expected no such tag, found " + first.digest());
        assertThat(app.tags()).containsExactly(ONE);
        assertThat(app.resolve(second.digest())).isEmpty();

        app.putManifest(second, List.of(ONE), new Precondition.TagAt(first.digest()));
        assertThat(app.resolve(ONE)).contains(second.descriptor());
        assertThatThrownBy(() -> app.putManifest(first, List.of(ONE), new Precondition.TagAt(first.digest())))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void whatATagPointedAtBeforeStaysReadable() throws IOException {
        RawManifest before = Samples.pushImage(app, "before", ONE);
        RawManifest after = Samples.pushImage(app, "after", ONE);
        app.putManifest(after, List.of(ONE));

        assertThat(app.fetchManifest(before.digest())).isEqualTo(before);
        assertThat(app.images()).singleElement().satisfies(image -> {
            assertThat(image.manifest()).isEqualTo(after.descriptor());
            assertThat(image.previous()).contains(before.digest());
        });
    }

    @Test
    void childOfAnIndexCannotBeDeletedBeforeTheIndex() throws IOException {
        RawManifest child = Samples.pushImage(app, "child");
        RawManifest index = Samples.index(child);
        app.putManifest(index, List.of(ONE));

        assertThatThrownBy(() -> app.deleteManifest(child.digest())).isInstanceOf(DeniedException.class)
                .hasMessageContaining(index.digest().toString());

        assertThat(app.deleteManifest(index.digest())).isTrue();
        assertThat(app.tags()).isEmpty();
        assertThat(app.deleteManifest(child.digest())).isTrue();
        assertThat(app.deleteManifest(child.digest())).isFalse();
    }

    @Test
    void blobInUseCannotBeDeleted() throws IOException {
        RawManifest image = Samples.pushImage(app, "used");
        Digest layer = Samples.layer("used").digest();

        assertThatThrownBy(() -> app.deleteBlob(layer)).isInstanceOf(DeniedException.class)
                .hasMessageContaining(image.digest().toString());

        app.deleteManifest(image.digest());
        assertThat(app.deleteBlob(layer)).isTrue();
        assertThat(app.hasBlob(layer)).isFalse();
        assertThat(app.deleteBlob(layer)).isFalse();
    }

    @Test
    void blobFileGoesWithTheLastRepositoryThatHasIt() throws IOException {
        Digest digest = Samples.push(app, bytes("twice"));
        other.mount(digest, APP);
        Path file = app.findBlob(digest).orElseThrow().file();

        app.deleteBlob(digest);
        assertThat(Samples.read(other, new Descriptor(MediaType.OCTET_STREAM, digest, 5))).isEqualTo(bytes("twice"));

        other.deleteBlob(digest);
        assertThat(file).doesNotExist();
    }

    @Test
    void referrersAreListedWithTypeAndAnnotationsBeforeTheirSubjectExists() throws IOException {
        Descriptor subject = Samples.image("subject").raw().descriptor();
        Samples.pushBlobs(app, "artifact");
        RawManifest typed = ImageManifest.create(MediaType.OCI_MANIFEST, Samples.config("artifact"), List.of(),
                Optional.of(subject), Optional.of("application/sbom"), Map.of("a", "ü\u0000\"")).raw();
        RawManifest untyped = ImageManifest.create(MediaType.OCI_MANIFEST, Samples.config("artifact"),
                List.of(Samples.layer("artifact")), Optional.of(subject), Optional.empty(), Map.of()).raw();

        app.putManifest(typed, List.of());
        app.putManifest(untyped, List.of());

        Descriptor listed = typed.descriptor()
                .withAnnotations(Map.of("a", "ü\u0000\""))
                .withArtifactType("application/sbom");
        Descriptor fallback = untyped.descriptor().withArtifactType(MediaType.OCI_CONFIG.value());
        assertThat(app.referrers(subject.digest(), Optional.empty())).containsExactly(listed, fallback);
        assertThat(app.referrers(subject.digest(), Optional.of("application/sbom"))).containsExactly(listed);
        assertThat(other.referrers(subject.digest(), Optional.empty())).isEmpty();

        app.deleteManifest(typed.digest());
        assertThat(app.referrers(subject.digest(), Optional.empty())).containsExactly(fallback);
    }

    @Test
    void indexMayListBlobsAsBuildCachesDo() throws IOException {
        Digest layer = Samples.push(app, bytes("layer of cache"));
        RawManifest cache = ImageIndex
                .create(MediaType.OCI_INDEX, List.of(Samples.layer("cache")), Map.of())
                .raw();

        try (Storage strict = Storage.open(storage.root(), SparsePolicy.COMPLETE)) {
            strict.repository(APP).putManifest(cache, List.of(ONE));
        }

        assertThatThrownBy(() -> app.deleteBlob(layer)).isInstanceOf(DeniedException.class);
    }
}
