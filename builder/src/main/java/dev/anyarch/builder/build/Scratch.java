package dev.anyarch.builder.build;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A temporary directory of one build, gone when it is closed, and when the process is asked to end. For several threads. */
final class Scratch implements Closeable {
    private static final int REMOVAL_ATTEMPTS = 20;
    private static final long REMOVAL_PAUSE_MILLIS = 50;

    private final Path directory;
    private final Thread hook = new Thread(this::endAbruptly, "scratch-removal");

    Scratch() throws IOException {
        directory = Files.createTempDirectory("anyarch-build-");
        Runtime.getRuntime().addShutdownHook(hook);
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
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            return; // the hook is running already
        }
    }

    /** Others may still be writing. */
    private void endAbruptly() {
        for (int attempt = 0; attempt < REMOVAL_ATTEMPTS; attempt++) {
            try {
                delete(directory);
                return;
            } catch (IOException _) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(REMOVAL_PAUSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
