package dev.anyarch.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What is made for a while, and removed in the end: also when that end is Ctrl-C. Safe for use by several threads. */
final class TemporaryDirectories {
    /** Those who still write may make a directory anew while it is being removed. */
    private static final int ATTEMPTS = 10;
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean HOOKED = new AtomicBoolean();

    private TemporaryDirectories() {}

    /** Makes a directory for {@link #delete}. */
    static Path create(Path parent, String prefix) throws IOException {
        if (!HOOKED.getAndSet(true)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(TemporaryDirectories::deleteAll));
        }
        Path directory = Files.createTempDirectory(parent, prefix);
        OPEN.add(directory);
        return directory;
    }

    private static void deleteAll() {
        for (Path directory : OPEN) {
            for (int i = 0; i < ATTEMPTS && Files.exists(directory); i++) {
                try {
                    delete(directory);
                } catch (IOException e) {
                    // somebody was writing: once more
                }
            }
        }
    }

    /** Deletes a directory with everything in it; links are not followed. */
    static void delete(Path directory) throws IOException {
        OPEN.remove(directory);
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
