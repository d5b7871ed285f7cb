package dev.anyarch.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes of directories that survive power loss: a name is on the disk only when its directory is synced. Safe for use by
 * several threads.
 */
final class Durability {
    private final Path root;
    /** Directories whose own names this process has synced; another process may have made one and not got that far. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    /**
     * @param root exists; nothing above it is looked at
     */
    Durability(Path root) {
        this.root = root;
    }

    /** Makes a directory below the root, with those above it, and syncs their names. */
    void createDirectory(Path directory) throws IOException {
        if (directory.equals(root) || durable.contains(directory)) {
            return;
        }
        Path parent = directory.resolveSibling("").normalize();
        createDirectory(parent);
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        sync(parent);
        durable.add(directory);
    }

    /** Moves a synced file to its place, in one step and over whatever is there; durable when this returns. */
    void move(Path from, Path to) throws IOException {
        createDirectory(to.resolveSibling("").normalize());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(to.resolveSibling("").normalize());
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
