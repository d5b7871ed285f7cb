package dev.anyarch.builder.build;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory of one build, gone when it is closed. For several threads. */
final class Scratch implements Closeable {
    private final Path directory;

    Scratch() throws IOException {
        directory = Files.createTempDirectory("anyarch-build-");
    }

    /** The path of a new, empty file. */
    Path newFile() throws IOException {
        return Files.createTempFile(directory, "spool-", "");
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }
}
