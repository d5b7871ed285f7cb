package dev.anyarch.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.content.Compression;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageSourceContract;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.layout.NamedDescriptor;
import dev.anyarch.testkit.RandomImages;
import dev.anyarch.testkit.TestImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OciArchiveTest extends ImageSourceContract {
    private final MemoryStore source = new MemoryStore("memory");

    @TempDir
    private Path directory;

    private TestImage image;

    @Override
    protected ImageSource holding(ImageSource from, List<NamedDescriptor> roots) throws IOException {
        Path file = Files.createTempFile(directory, "contract", ".tar");
        try (OutputStream out = Files.newOutputStream(file)) {
            OciArchive.write(out, from, roots);
        }
        return OciArchive.open(file);
    }

    @BeforeEach
    void fill() throws IOException {
        image = new RandomImages(7).index(Platform.parse("linux/amd64"), Platform.parse("linux/arm/v7"));
        ArchiveImages.put(source, image, new Tag("v1"));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = directory.resolve("image.tar");
        write(file);
        try (OciArchive archive = OciArchive.open(file)) {
            assertThat(archive.tags()).containsExactly(new Tag("v1"));
            assertThat(archive.find("v1")).contains(image.root().descriptor());
            assertThat(archive.roots()).extracting(NamedDescriptor::name).containsExactly(Optional.of("v1"));
            assertThat(archive.fetchManifest(image.root().digest())).isEqualTo(image.root());
            assertThat(archive.fetchManifest(image.children().get(1).digest())).isEqualTo(image.children().get(1));
            for (Map.Entry<Digest, byte[]> blob : image.blobs().entrySet()) {
                Descriptor descriptor = new Descriptor(MediaType.OCTET_STREAM, blob.getKey(), blob.getValue().length);
                try (InputStream in = archive.openBlob(descriptor);
                        InputStream part = archive.openBlob(descriptor, 5,
                                10)) {
                    assertThat(in.readAllBytes()).isEqualTo(blob.getValue());
                    assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(blob.getValue(), 5, 15));
                }
            }
        }
    }

    @Test
    void theSameImagesGiveTheSameBytes() throws IOException {
        write(directory.resolve("a.tar"));
        write(directory.resolve("b.tar"));
        assertThat(directory.resolve("a.tar")).hasSameBinaryContentAs(directory.resolve("b.tar"));
    }

    @Test
    void aCompressedArchiveIsReadToo() throws IOException {
        Path plain = directory.resolve("image.tar");
        write(plain);
        for (Compression compression : List.of(Compression.GZIP, Compression.ZSTD)) {
            Path compressed = directory.resolve("image." + compression);
            try (OutputStream out = compression.compress(Files.newOutputStream(compressed))) {
                Files.copy(plain, out);
            }
            try (OciArchive archive = OciArchive.open(compressed)) {
                assertThat(archive.find("v1")).contains(image.root().descriptor());
            }
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        Path file = directory.resolve("image.tar");
        write(file);
        Digest absent = Digest.sha256(new byte[1]);
        try (OciArchive archive = OciArchive.open(file)) {
            assertThat(archive.resolve(new Tag("v2"))).isEmpty();
            assertThat(archive.resolve(absent)).isEmpty();
            assertThatThrownBy(() -> archive.fetchManifest(absent)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> archive.openBlob(new Descriptor(MediaType.OCTET_STREAM, absent, 1)))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void aTruncatedArchiveIsRefused() throws IOException {
        Path file = directory.resolve("image.tar");
        write(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 3000));
        assertThatThrownBy(() -> OciArchive.open(file)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("early");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        Path file = Files.write(directory.resolve("notes"), new byte[]{'n', 'o'});
        assertThatThrownBy(() -> OciArchive.open(file)).isInstanceOf(InvalidContentException.class);
        Path empty = Files.write(directory.resolve("empty"), new byte[0]);
        assertThatThrownBy(() -> OciArchive.open(empty)).isInstanceOf(NotFoundException.class)
                .hasMessageContaining("oci-layout");
    }

    private void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            OciArchive.write(out, source, List.of(new NamedDescriptor("v1", image.root().descriptor())));
        }
    }
}
