package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.FileStamp;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarWriter;
import dev.anyarch.model.Digest;
import dev.anyarch.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Directories with more or other things in them than files that keep still. */
class BadContextTest {
    @TempDir
    Path directory = Path.of("");

    private BuildFixture.Built build(Path context, String dockerfile, String ignoreFile)
            throws IOException, InterruptedException {
        BuildFixture fixture = new BuildFixture(context);
        ImageBuild request = fixture.request(dockerfile).withIgnoreFile(Optional.of(ignoreFile));
        return fixture.built(fixture.build(request), BuildFixture.AMD64);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatTheKernelShowsAsFilesIsRefused() {
        assertThatThrownBy(() -> build(Path.of("/"), "FROM scratch\nCOPY proc/sys /x", ""))
                .isInstanceOf(DockerfileException.class)
                .hasMessageContaining("Dockerfile:2:1: /proc: expected files")
                .hasMessageContaining("(proc)");
    }

    @Test
    void theFileSystemOnTopCounts() {
        List<String> mounts = List.of("22 1 0:21 / /proc rw - proc proc rw",
                "30 1 0:40 / /net/my\\040home rw,relatime shared:9 - autofs systemd-1 rw",
                "31 30 0:300 / /net/my\\040home rw,relatime shared:10 master:1 - nfs4 host:/home rw");
        assertThat(MountPoint.type(40, mounts)).contains("autofs");
        assertThat(MountPoint.type(0x10002c, mounts)).contains("nfs4");
        assertThat(MountPoint.type(21, mounts)).contains("proc");
        assertThat(MountPoint.type(22, mounts)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whereNothingCanBeTakenBackNobodyLooks() throws IOException, InterruptedException {
        assertThat(build(Path.of("/"), "FROM scratch\nCOPY . /x", "*\n!etc/passwd").lastLayer())
                .filteredOn(entry -> !entry.startsWith("x/etc/passwd="))
                .allMatch(entry -> entry.matches("(x|x/etc)/ \\d+ 0:0"));
    }

    @Test
    void directoriesInEachOtherAreCounted() throws IOException {
        Files.createDirectories(directory.resolve("d/".repeat(FileTree.MAX_DEPTH + 1)));
        assertThatThrownBy(() -> build(directory, "FROM scratch\nCOPY d /x", ""))
                .isInstanceOf(DockerfileException.class)
                .hasMessageContaining("expected at most 1000 directories in each other");
    }

    @Test
    void namesThatNoFileSystemTakesAreRefused() {
        assertThatThrownBy(() -> build(directory, "FROM scratch\nCOPY <<F /" + "ä".repeat(128) + "\nF\n", ""))
                .hasMessageContaining("name of 256 bytes: expected at most 255");
        assertThatThrownBy(() -> build(directory, "FROM scratch\nWORKDIR " + "/long".repeat(900), ""))
                .hasMessageContaining("path of 4099 bytes: expected at most 4094");
        assertThatThrownBy(() -> build(directory, "FROM scratch\nWORKDIR " + "/läng".repeat(700), ""))
                .hasMessageContaining("path of 4097 bytes: expected at most 4094");
    }

    @Test
    void filesThatAreGoneOrChangedAreTold() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("a\nb"), "before");
        FileContent.Host content = new FileContent.Host(file);
        for (String now : List.of("after!", "longer than before", "cut")) {
            Files.writeString(file, now);
            assertThatThrownBy(() -> {
                try (InputStream in = new UnchangedInputStream(content.open(), 6,
                        Optional.of(Digest.sha256("before".getBytes(StandardCharsets.UTF_8))), file)) {
                    in.readAllBytes();
                }
            }).isInstanceOf(UnreadableContextException.class)
                    .hasMessageEndingWith("a\\x0ab: it changed during the build; build again");
        }
        Files.delete(file);
        assertThatThrownBy(content::open).isInstanceOf(UnreadableContextException.class)
                .hasMessageContaining("it is gone");
        Files.createSymbolicLink(file, Files.writeString(directory.resolve("other"), "secret"));
        assertThatThrownBy(content::open).isInstanceOf(UnreadableContextException.class)
                .hasMessageEndingWith("it changed during the build; build again");
    }

    @Test
    void anArchiveIsUnpackedAsItWasWhenTheStepWasTold() throws IOException, InterruptedException {
        Path file = directory.resolve("a.tar");
        archive(file, "before");
        try (Scratch scratch = new Scratch();
                BuildCache cache = BuildCache.open(directory.resolve("cache"), new MemoryStore("layers"),
                        Optional.empty())) {
            Optional<FileStamp> stamp = FileStamp
                    .of(Files.readAttributes(file, "unix:" + FileStamp.ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
            Leaf leaf = new Leaf(TarEntry.file(".", 0644, Files.size(file)), new FileContent.Host(file, stamp));
            ContentDigests contents = new ContentDigests(Optional.of(cache));
            contents.of(leaf.content());
            archive(file, "after!");
            assertThatThrownBy(() -> new LocalArchives(scratch, Optional.of(contents)).open("a.tar", leaf))
                    .isInstanceOf(UnreadableContextException.class);
        }
    }

    private static void archive(Path file, String text) throws IOException {
        try (TarWriter tar = new TarWriter(Files.newOutputStream(file))) {
            tar.add(TarEntry.file("f", 0644, text.length()),
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
