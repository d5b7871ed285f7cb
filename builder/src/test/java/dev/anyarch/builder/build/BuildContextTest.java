package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarWriter;
import dev.anyarch.model.InvalidContentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contexts that come through a stream and are not what they should be. */
final class BuildContextTest {
    @TempDir
    private Path directory;

    private static BuildContext read(byte[] bytes) throws IOException, InterruptedException {
        return BuildContext.read("-", new ByteArrayInputStream(bytes));
    }

    private static byte[] archive(TarEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(bytes)) {
            for (TarEntry entry : entries) {
                tar.add(entry, InputStream.nullInputStream());
            }
            tar.finish();
        }
        return bytes.toByteArray();
    }

    /** The first bytes of each: no Dockerfile begins like that. */
    @ParameterizedTest
    @CsvSource({"1f8b08000000, gzip", "fd377a585a00, xz", "425a68393141, bzip2", "28b52ffd0000, zstd"})
    void damagedDataAreNoDockerfile(String start, String name) {
        byte[] bytes = HexFormat.of().parseHex(start + "ff00ff00ff00");
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(InvalidContentException.class)
                .hasMessage(
                        "build context -: expected an archive or a Dockerfile, found %s data that are damaged, or hold no archive"
                                .formatted(name));
    }

    @Test
    void compressedTextIsNoDockerfile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("FROM scratch\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> read(bytes.toByteArray())).hasMessageContaining("gzip data that are damaged, or hold");
    }

    @Test
    void anEmptyArchiveIsSaidToBeOne() throws IOException {
        byte[] empty = archive();
        assertThatThrownBy(() -> read(empty)).hasMessageEndingWith("found an archive with nothing in it");
    }

    @Test
    void nothingIsReadOutsideOfIt() throws IOException, InterruptedException {
        Path outside = Files.writeString(directory.resolve("outside"), "FROM scratch\n");
        try (BuildContext context = read(archive(TarEntry.symbolicLink("Dockerfile", outside.toString()),
                TarEntry.symbolicLink(".dockerignore", outside.toString())))) {
            assertThatThrownBy(() -> context.file(Optional.empty(), directory))
                    .isInstanceOf(InvalidContentException.class)
                    .hasMessage("Dockerfile Dockerfile: leads out of the build context");
            assertThatThrownBy(() -> context.ignoreFile(Optional.empty()))
                    .isInstanceOf(InvalidContentException.class)
                    .hasMessage(".dockerignore: leads out of the build context");
        }
        try (BuildContext context = read(archive(TarEntry.symbolicLink(".dockerignore", "rules"),
                TarEntry.file("rules", 0644, 0)))) {
            assertThat(context.ignoreFile(Optional.empty())).contains("");
        }
    }

    @Test
    void aDirectoryIsNoDockerfile() throws IOException, InterruptedException {
        try (BuildContext context = read(archive(TarEntry.directory("Dockerfile", 0755)))) {
            assertThatThrownBy(() -> context.file(Optional.empty(), directory))
                    .hasMessage("Dockerfile Dockerfile: expected a file, found a directory in the build context");
        }
    }
}
