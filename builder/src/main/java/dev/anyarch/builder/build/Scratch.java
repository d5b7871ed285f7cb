package dev.anyarch.builder.build;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

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

    /** The path of a new, empty directory. */
    Path newDirectory() throws IOException {
        return Files.createTempDirectory(directory, "tree-");
    }

    @Override
    public void close() throws IOException {
        delete(directory);
    }

    /** Deletes a file, or a directory with everything in it; links are not followed. */
    static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(directory);
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                delete(child);
            }
        }
        Files.deleteIfExists(directory);
    }
}
