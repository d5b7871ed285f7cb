package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {
    @TempDir
    private Path parent;

    @Test
    void nothingIsMadeBeforeItIsNeeded() throws IOException {
        try (Scratch scratch = new Scratch(parent)) {
            assertThat(parent).isEmptyDirectory();
            assertThat(scratch.newFile()).isEmptyFile();
            assertThat(scratch.newDirectory()).isEmptyDirectory();
            assertThat(directories()).isEqualTo(1);
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedByTheNext() throws IOException {
        Path left = parent.resolve("anyarch-build-1");
        Files.createDirectories(left.resolve("tree-1/below"));
        Files.createFile(left.resolve("lock"));
        Files.writeString(left.resolve("tree-1/file"), "x");
        Path outside = Files.writeString(parent.resolve("outside"), "x");
        Files.createSymbolicLink(left.resolve("tree-1/link"), parent);
        try (Scratch first = new Scratch(parent); Scratch second = new Scratch(parent)) {
            Path file = first.newFile();
            second.newFile();
            assertThat(left).doesNotExist();
            assertThat(outside).exists();
            assertThat(file).exists();
            assertThat(directories()).isEqualTo(2);
        }
    }

    /** Its lock would be there otherwise. */
    @Test
    void whatIsOnlyBeingMadeStays() throws IOException {
        Path made = Files.createDirectory(parent.resolve("anyarch-build-1"));
        try (Scratch scratch = new Scratch(parent)) {
            scratch.newFile();
            assertThat(made).exists();
        }
    }

    private long directories() throws IOException {
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(Files::isDirectory).count();
        }
    }
}
