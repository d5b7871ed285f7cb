package dev.anyarch.store.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.content.Compression;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarWriter;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.Capability;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageSourceContract;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.layout.NamedDescriptor;
import dev.anyarch.testkit.RandomImages;
import dev.anyarch.testkit.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DockerArchiveTest extends ImageSourceContract {
    private static final Platform AMD64 = Platform.parse("linux/amd64");

    private final MemoryStore source = new MemoryStore("memory");
    private final RandomImages images = new RandomImages(3);

    @TempDir
    private Path directory;

    @Override
    protected ImageSource holding(ImageSource from, List<NamedDescriptor> roots) throws IOException {
        Path file = Files.createTempFile(directory, "contract", ".tar");
        try (OutputStream out = Files.newOutputStream(file)) {
            DockerArchive.write(out, from, roots.stream()
                    .map(root -> new NamedDescriptor(root.name().map(tag -> "app:" + tag), root.descriptor()))
                    .toList());
        }
        return DockerArchive.open(file);
    }

    /** The format has configs, layers and names, and nothing else. */
    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.INDEXES, Capability.MANIFEST_BYTES, Capability.REFERRERS,
                Capability.SHA512_MANIFESTS));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void anImageKeepsItsConfigAndLayers(Compression compression) throws IOException {
        TestImage image = images.image(AMD64, 2, compression);
        Path file = write(image, "app:v1", "app:v2");
        try (DockerArchive archive = DockerArchive.open(file)) {
            assertThat(archive.images()).hasSize(1);
            assertThat(archive.images().getFirst().names()).containsExactly("app:v1", "app:v2");
            assertThat(archive.images().getFirst().platform()).isEqualTo(AMD64);
            assertThat(archive.tags()).containsExactly(new Tag("v1"), new Tag("v2"));
            Descriptor found = archive.find("app:v2").orElseThrow();
            ImageManifest read = (ImageManifest) archive.fetchManifest(found.digest()).parse();
            ImageManifest original = (ImageManifest) image.root().parse();
            assertThat(read.config().digest()).isEqualTo(original.config().digest());
            assertThat(read.config().mediaType()).isEqualTo(MediaType.DOCKER_CONFIG);
            ImageConfig config = ImageConfig.parse(readAll(archive, read.config()));
            for (int i = 0; i < 2; i++) {
                byte[] layer = readAll(archive, read.layers().get(i));
                byte[] expanded = Compression.ofMediaType(read.layers().get(i).mediaType())
                        .decompress(new ByteArrayInputStream(layer))
                        .readAllBytes();
                assertThat(Digest.sha256(expanded)).isEqualTo(config.diffIds().get(i));
            }
        }
    }

    @Test
    void theSameImagesGiveTheSameBytes() throws IOException {
        TestImage image = images.image(AMD64);
        assertThat(write(image, "app:v1")).hasSameBinaryContentAs(write(image, "app:v1"));
    }

    @Test
    void aTagOfTwoImagesMeansNeither() throws IOException {
        TestImage first = images.image(AMD64);
        TestImage second = images.image(AMD64);
        ArchiveImages.put(source, first);
        ArchiveImages.put(source, second);
        Path file = directory.resolve("two.tar");
        try (OutputStream out = Files.newOutputStream(file)) {
            DockerArchive.write(out, source, List.of(new NamedDescriptor("a:1", first.root().descriptor()),
                    new NamedDescriptor("b:1", second.root().descriptor())));
        }
        try (DockerArchive archive = DockerArchive.open(file)) {
            assertThat(archive.images()).hasSize(2);
            assertThat(archive.tags()).isEmpty();
            assertThat(archive.find("b:1")).isPresent();
        }
    }

    @Test
    void anIndexIsNotWritten() throws IOException {
        TestImage index = images.index(AMD64);
        ArchiveImages.put(source, index);
        assertThatThrownBy(() -> DockerArchive.write(OutputStream.nullOutputStream(), source,
                List.of(new NamedDescriptor("a:1", index.root().descriptor()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose a platform");
    }

    @Test
    void theOldFormWithLinkedLayersIsRead() throws IOException {
        TestImage image = images.image(AMD64, 1, Compression.NONE);
        ImageManifest manifest = (ImageManifest) image.root().parse();
        Path file = directory.resolve("old.tar");
        try (TarWriter tar = new TarWriter(Files.newOutputStream(file))) {
            add(tar, "1/layer.tar", image.blobs().getOrDefault(manifest.layers().getFirst().digest(), new byte[0]));
            tar.add(TarEntry.symbolicLink("2/layer.tar", "../1/layer.tar"));
            byte[] config = image.blobs().getOrDefault(manifest.config().digest(), new byte[0]);
            add(tar, "c.json", config);
            add(tar, "manifest.json", "[{\"Config\":\"c.json\",\"RepoTags\":null,\"Layers\":[\"2/layer.tar\"]}]"
                    .getBytes(UTF_8));
        }
        try (DockerArchive archive = DockerArchive.open(file)) {
            Descriptor found = archive.images().getFirst().descriptor();
            Descriptor layer = archive.fetchManifest(found.digest()).parse().blobs().getLast();
            assertThat(layer.digest()).isEqualTo(manifest.layers().getFirst().digest());
            assertThat(readAll(archive, layer)).hasSize((int) layer.size());
            assertThat(archive.images().getFirst().names()).isEmpty();
        }
    }

    @Test
    void aLayerThatIsNotWhatTheConfigSaysIsNoticed() throws IOException {
        Path file = directory.resolve("wrong.tar");
        try (TarWriter tar = new TarWriter(Files.newOutputStream(file))) {
            add(tar, "l.tar", new byte[1024]);
            add(tar, "c.json", ("{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\","
                    + "\"diff_ids\":[\"" + Digest.sha256(new byte[3]) + "\"]}}").getBytes(UTF_8));
            add(tar, "manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"l.tar\"]}]".getBytes(UTF_8));
        }
        try (DockerArchive archive = DockerArchive.open(file)) {
            Descriptor layer = archive.fetchManifest(archive.images().getFirst().descriptor().digest())
                    .parse()
                    .blobs()
                    .getLast();
            assertThatThrownBy(() -> readAll(archive, layer)).isInstanceOf(InvalidContentException.class);
        }
    }

    @Test
    void brokenArchivesAreRefusedWithWhatIsMissing() throws IOException {
        Path empty = directory.resolve("empty.tar");
        try (TarWriter tar = new TarWriter(Files.newOutputStream(empty))) {
            add(tar, "repositories", "{}".getBytes(UTF_8));
        }
        assertThatThrownBy(() -> DockerArchive.open(empty)).isInstanceOf(NotFoundException.class)
                .hasMessageContaining("before 1.10");
        Path dangling = directory.resolve("dangling.tar");
        try (TarWriter tar = new TarWriter(Files.newOutputStream(dangling))) {
            tar.add(TarEntry.symbolicLink("c.json", "c.json"));
            add(tar, "manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[]}]".getBytes(UTF_8));
        }
        assertThatThrownBy(() -> DockerArchive.open(dangling)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("c.json");
    }

    private Path write(TestImage image, String... names) throws IOException {
        ArchiveImages.put(source, image);
        Path file = Files.createTempFile(directory, "image", ".tar");
        try (OutputStream out = Files.newOutputStream(file)) {
            DockerArchive.write(out, source, Stream.of(names)
                    .map(name -> new NamedDescriptor(name, image.root().descriptor()))
                    .toList());
        }
        return file;
    }

    private static byte[] readAll(DockerArchive archive, Descriptor blob) throws IOException {
        try (InputStream in = archive.openBlob(blob)) {
            return in.readAllBytes();
        }
    }

    private static void add(TarWriter tar, String name, byte[] content) throws IOException {
        tar.add(TarEntry.file(name, 0644, content.length), new ByteArrayInputStream(content));
    }
}
