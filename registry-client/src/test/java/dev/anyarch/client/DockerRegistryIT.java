package dev.anyarch.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.client.config.ClientSettings;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import dev.anyarch.testkit.DockerRegistry;
import dev.anyarch.testkit.NeedsProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The client against a registry that is not ours, and that knows neither referrers nor conditions. */
@NeedsProgram(value = "docker-registry", debianPackage = "docker-registry")
class DockerRegistryIT {
    @TempDir
    static Path directory;

    private static DockerRegistry registry;
    private static RegistryClient client;
    private RemoteRepository repository;
    private RepositoryName name;

    @BeforeAll
    static void begin() throws Exception {
        registry = DockerRegistry.start(directory);
        client = new RegistryClient(ClientSettings.DEFAULT);
    }

    @AfterAll
    static void end() {
        client.close();
        registry.close();
    }

    @BeforeEach
    void repository(TestInfo test) throws IOException {
        name = new RepositoryName("it/" + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT));
        repository = client.repository(registry.name(), name);
    }

    @Test
    void itIsARegistry() throws Exception {
        client.ping(registry.name(), Optional.empty());
    }

    @Test
    void nothingIsThereAtFirst() throws Exception {
        Digest absent = Digest.sha256("absent".getBytes(UTF_8));
        assertThat(repository.resolve(Tag.LATEST)).isEmpty();
        assertThat(repository.resolve(absent)).isEmpty();
        assertThat(repository.tags()).isEmpty();
        assertThat(repository.hasBlob(absent)).isFalse();
        assertThat(repository.referrers(absent, Optional.empty())).isEmpty();
        assertThatThrownBy(() -> repository.fetchManifest(absent)).isInstanceOf(NotFoundException.class)
                .hasMessageContaining("GET http://127.0.0.1:")
                .hasMessageContaining("404")
                .hasMessageContaining("MANIFEST_UNKNOWN");
    }

    @Test
    void blobsOfEverySizeComeBackAsTheyWent() throws Exception {
        for (int size : new int[]{0, 1, 512 * 1024, 512 * 1024 + 1, 3_000_000}) {
            byte[] bytes = randomBytes(size);
            Descriptor known = Descriptor.of(MediaType.OCTET_STREAM, bytes);
            upload(repository.upload(known), bytes);
            assertThat(read(known)).isEqualTo(bytes);
            bytes = randomBytes(size);
            Descriptor unknown = Descriptor.of(MediaType.OCTET_STREAM, bytes);
            upload(repository.upload(), bytes);
            assertThat(read(unknown)).isEqualTo(bytes);
        }
    }

    @Test
    void contentThatCanBeReadAgainIsUploaded() throws Exception {
        byte[] bytes = randomBytes(2_000_000);
        Descriptor blob = Descriptor.of(MediaType.OCTET_STREAM, bytes);
        repository.uploadBlob(blob, () -> new ByteArrayInputStream(bytes));
        assertThat(read(blob)).isEqualTo(bytes);
    }

    @Test
    void anotherDigestIsRefused() throws Exception {
        for (int size : new int[]{1000, 2_000_000}) {
            byte[] bytes = randomBytes(size);
            Digest wrong = Digest.sha256("something else".getBytes(UTF_8));
            try (BlobUpload upload = repository.upload()) {
                upload.write(bytes, 0, bytes.length);
                assertThatThrownBy(() -> upload.commit(wrong)).isInstanceOf(InvalidContentException.class)
                        .hasMessageContaining(wrong.toString());
            }
            assertThat(repository.hasBlob(wrong)).isFalse();
        }
    }

    @Test
    void anUploadThatIsClosedNeverHappened() throws Exception {
        for (int size : new int[]{1000, 2_000_000}) {
            byte[] bytes = randomBytes(size);
            try (BlobUpload upload = repository.upload(Descriptor.of(MediaType.OCTET_STREAM, bytes))) {
                upload.write(bytes, 0, bytes.length - 10);
            }
            assertThat(repository.hasBlob(Digest.sha256(bytes))).isFalse();
        }
    }

    @Test
    void aRangeIsThatPart() throws Exception {
        Descriptor blob = Descriptor.of(MediaType.OCTET_STREAM, "0123456789".getBytes(UTF_8));
        upload(repository.upload(blob), "0123456789".getBytes(UTF_8));
        try (InputStream in = repository.openBlob(blob, 3, 4)) {
            assertThat(in.readAllBytes()).isEqualTo("3456".getBytes(UTF_8));
        }
    }

    @Test
    void imagesAndIndexesAreTaggedAndListed() throws Exception {
        RawManifest image = image("one");
        repository.putManifest(image, List.of(new Tag("b"), new Tag("a"), new Tag("c")));
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(image.descriptor()), Map.of()).raw();
        repository.putManifest(index, List.of(Tag.LATEST));
        assertThat(repository.tags()).extracting(Tag::value).containsExactly("a", "b", "c", "latest");
        assertThat(repository.resolve(Tag.LATEST)).contains(index.descriptor());
        assertThat(repository.fetchManifest(Tag.LATEST)).isEqualTo(index);
        assertThat(repository.fetchManifest(image.digest())).isEqualTo(image);
        assertThat(client.catalog(registry.name())).contains(name);
    }

    @Test
    void aManifestWithoutItsLayerIsRefused() throws Exception {
        Descriptor config = Descriptor.of(MediaType.OCI_CONFIG, "{}".getBytes(UTF_8));
        upload(repository.upload(), "{}".getBytes(UTF_8));
        Descriptor missing = Descriptor.of(MediaType.OCI_LAYER, "missing".getBytes(UTF_8));
        RawManifest image = ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(missing), Map.of()).raw();
        assertThatThrownBy(() -> repository.putManifest(image, List.of(Tag.LATEST)))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining(missing.digest().toString());
    }

    @Test
    void aBlobIsMounted() throws Exception {
        byte[] bytes = randomBytes(1000);
        Descriptor blob = Descriptor.of(MediaType.OCTET_STREAM, bytes);
        RepositoryName source = new RepositoryName("it/source");
        upload(client.repository(registry.name(), source).upload(), bytes);
        assertThat(repository.mount(blob.digest(), new RepositoryName("it/no-such"))).isFalse();
        assertThat(repository.mount(blob.digest(), source)).isTrue();
        assertThat(read(blob)).isEqualTo(bytes);
    }

    @Test
    void aTagIsMovedOnlyFromWhereItMustBe() throws Exception {
        RawManifest first = image("first");
        RawManifest second = image("second");
        repository.putManifest(first, List.of(Tag.LATEST), Precondition.TAG_ABSENT);
        assertThatThrownBy(() -> repository.putManifest(second, List.of(Tag.LATEST), Precondition.TAG_ABSENT))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(repository.resolve(Tag.LATEST)).contains(first.descriptor());
        repository.putManifest(second, List.of(Tag.LATEST), new Precondition.TagAt(first.digest()));
        assertThat(repository.resolve(Tag.LATEST)).contains(second.descriptor());
    }

    @Test
    void referrersAreKeptUnderATagOfTheirSubject() throws Exception {
        RawManifest subject = image("subject");
        repository.putManifest(subject, List.of());
        Descriptor config = subject.parse().blobs().getFirst();
        RawManifest typed = ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(),
                Optional.of(subject.descriptor()), Optional.of("application/x-typed"), Map.of("a", "1")).raw();
        RawManifest untyped = ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(),
                Optional.of(subject.descriptor()), Optional.empty(), Map.of()).raw();
        repository.putManifest(typed, List.of());
        repository.putManifest(typed, List.of());
        repository.putManifest(untyped, List.of());
        assertThat(repository.referrers(subject.digest(), Optional.empty())).containsExactlyInAnyOrder(
                typed.descriptor().withArtifactType("application/x-typed").withAnnotations(Map.of("a", "1")),
                untyped.descriptor().withArtifactType(MediaType.OCI_CONFIG.value()));
        assertThat(repository.referrers(subject.digest(), Optional.of("application/x-typed"))).hasSize(1);
        assertThat(repository.deleteManifest(typed.digest())).isTrue();
        assertThat(repository.referrers(subject.digest(), Optional.of("application/x-typed"))).isEmpty();
    }

    @Test
    void whatIsDeletedIsGone() throws Exception {
        RawManifest image = image("gone");
        repository.putManifest(image, List.of(Tag.LATEST));
        assertThat(repository.deleteManifest(image.digest())).isTrue();
        assertThat(repository.deleteManifest(image.digest())).isFalse();
        assertThat(repository.resolve(Tag.LATEST)).isEmpty();
        Digest layer = image.parse().blobs().getLast().digest();
        assertThat(repository.deleteBlob(layer)).isTrue();
        assertThat(repository.hasBlob(layer)).isFalse();
    }

    private RawManifest image(String content) throws IOException {
        byte[] config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"x\":\"%s\"}".formatted(content).getBytes(UTF_8);
        byte[] layer = ("layer " + content).getBytes(UTF_8);
        upload(repository.upload(), config);
        upload(repository.upload(), layer);
        return ImageManifest.create(MediaType.OCI_MANIFEST, Descriptor.of(MediaType.OCI_CONFIG, config),
                List.of(Descriptor.of(MediaType.OCI_LAYER, layer)), Map.of()).raw();
    }

    private static void upload(BlobUpload upload, byte[] bytes) throws IOException {
        try (upload) {
            upload.write(bytes, 0, bytes.length / 3);
            upload.write(bytes, bytes.length / 3, bytes.length - bytes.length / 3);
            upload.commit(Digest.sha256(bytes));
        }
    }

    private byte[] read(Descriptor blob) throws IOException {
        try (InputStream in = repository.openBlob(blob)) {
            return in.readAllBytes();
        }
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random().nextBytes(bytes);
        return bytes;
    }
}
