package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarReader;
import dev.anyarch.content.TarType;
import dev.anyarch.content.TarWriter;
import dev.anyarch.content.XattrValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
    @TempDir
    Path directory = Path.of("");

    private BuildFixture fixture = new BuildFixture(directory);

    @BeforeEach
    void context() throws IOException {
        fixture = new BuildFixture(Files.createDirectories(directory.resolve("context")));
        fixture.file("a/run", "run").file("a/late", "late").file("ü", "u");
        Files.setPosixFilePermissions(fixture.context.resolve("a/run"), PosixFilePermissions.fromString("rwx--x--x"));
        Files.createLink(fixture.context.resolve("a/same"), fixture.context.resolve("a/run"));
        Files.createSymbolicLink(fixture.context.resolve("a/link"), Path.of("/etc/passwd"));
    }

    private ImageFiles files(String dockerfile) throws IOException, InterruptedException {
        return ImageFiles.open(fixture.target, fixture.build(dockerfile).manifest().raw().descriptor());
    }

    @Test
    void layersBecomeADirectory() throws IOException, InterruptedException {
        Path out = Files.createDirectories(directory.resolve("out"));
        Files.writeString(out.resolve("mine"), "stays");
        Files.createSymbolicLink(out.resolve("d"), directory.resolve("context"));
        Files.writeString(out.resolve("ü"), "replaced");
        try (ImageFiles files = files("FROM scratch\nCOPY a /d\nCOPY a/late /d/run\nCOPY ü /\nCOPY --chmod=500 a /r")) {
            assertThat(files.writeTo(out)).isEmpty();
        }
        assertThat(out.resolve("mine")).hasContent("stays");
        assertThat(out.resolve("d")).isDirectory();
        assertThat(Files.isSymbolicLink(out.resolve("d"))).isFalse();
        assertThat(out.resolve("d/run")).hasContent("late");
        assertThat(out.resolve("ü")).hasContent("u");
        assertThat(Files.readSymbolicLink(out.resolve("d/link"))).isEqualTo(Path.of("/etc/passwd"));
        assertThat(Files.getAttribute(out.resolve("r/run"), "unix:ino"))
                .isEqualTo(Files.getAttribute(out.resolve("r/same"), "unix:ino"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("r"))))
                .isEqualTo("r-x------");
        assertThat(fixture.context.resolve("a/run")).hasContent("run");
        Files.setPosixFilePermissions(out.resolve("r"), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void layersBecomeAnArchive() throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageFiles files = files("FROM scratch\nCOPY --chown=7:8 --exclude=l* a /d/");
                TarWriter tar = new TarWriter(bytes)) {
            files.writeTo(tar, "linux_amd64");
            tar.finish();
        }
        List<String> entries = new ArrayList<>();
        try (TarReader tar = new TarReader(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                entries.add("%s %d %s".formatted(next.get().path(), next.get().uid(), next.get().linkName()).strip());
            }
        }
        assertThat(entries).containsExactly("linux_amd64 0", "linux_amd64/d 7", "linux_amd64/d/run 7",
                "linux_amd64/d/same 7 linux_amd64/d/run");
    }

    @Test
    void xattrsOfTheContextGetIntoLayersAndOut() throws IOException, InterruptedException {
        Path file = fixture.context.resolve("a/late");
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        try {
            view.write("kind", ByteBuffer.wrap("x\0y".getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            assumeThat(true).as("the file system of %s has no extended attributes: %s", file, e.getMessage()).isFalse();
        }
        BuildFixture.Built built = fixture.build("FROM scratch\nCOPY a/late /");
        assertThat(built.entries(0).keySet()).singleElement()
                .extracting(TarEntry::xattrs)
                .isEqualTo(new TreeMap<>(
                        Map.of("user.kind", XattrValue.of("x\0y".getBytes(StandardCharsets.UTF_8)))));
        Path out = directory.resolve("out");
        try (ImageFiles files = ImageFiles.open(fixture.target, built.manifest().raw().descriptor())) {
            files.writeTo(out);
        }
        ByteBuffer value = ByteBuffer.allocate(8);
        assertThat(Files.getFileAttributeView(out.resolve("late"), UserDefinedFileAttributeView.class)
                .read("kind", value)).isEqualTo(3);
    }

    @Test
    void whatAContextCannotHoldIsTold() throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(bytes)) {
            tar.add(new TarEntry("pipe", TarType.FIFO, 0644, 0, 0, 0, Instant.EPOCH, "", 0, 0, new TreeMap<>()),
                    InputStream.nullInputStream());
            tar.add(new TarEntry("null", TarType.CHARACTER_DEVICE, 0644, 0, 0, 0, Instant.EPOCH, "", 1, 3,
                    new TreeMap<>()), InputStream.nullInputStream());
            tar.finish();
        }
        try (BuildContext context = BuildContext.read("-", new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(context.loss()).contains(
                    "build context -: left out 2 devices and pipes, such as /null; ADD of an archive keeps them");
            assertThat(context.directory()).isEmptyDirectory();
        }
    }

    @Test
    void anArchiveIsAContextAndAnythingElseADockerfile() throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(bytes)) {
            tar.add(TarEntry.directory("bin", 0750));
            tar.add(TarEntry.file("bin/x", 04711, 1), new ByteArrayInputStream(new byte[]{'x'}));
            tar.add(TarEntry.symbolicLink("bin/l", "../../out"));
            tar.finish();
        }
        try (BuildContext context = BuildContext.read("-", new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(context.dockerfile()).isEmpty();
            assertThat(context.loss()).isEmpty();
            assertThat(context.directory().resolve("bin/x")).hasContent("x");
            assertThat((int) Files.getAttribute(context.directory().resolve("bin/x"), "unix:mode") & 07777)
                    .isEqualTo(04711);
        }
        try (InputStream text = new ByteArrayInputStream("FROM scratch\n".getBytes(StandardCharsets.UTF_8));
                BuildContext context = BuildContext.read("-", text)) {
            assertThat(context.dockerfile()).isPresent();
            assertThat(context.directory()).isEmptyDirectory();
        }
    }
}
