package dev.anyarch.builder.build;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A temporary directory of one build, made when somebody needs it; gone when this is closed, and when the process is asked to
 * end. It holds a locked file, so that the next one of the same user removes what a killed process left. For several threads.
 */
final class Scratch implements Closeable {
    private static final String PREFIX = "anyarch-build-";
    private static final String LOCK = "lock";
    private static final int REMOVAL_ATTEMPTS = 20;
    private static final long REMOVAL_PAUSE_MILLIS = 50;
    /** Those of this process; opening and closing the lock of one would drop it. */
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path parent;
    private final Thread hook = new Thread(this::endAbruptly, "scratch-removal");
    private volatile @Nullable Path directory;
    private @Nullable FileChannel lock;

    Scratch() {
        this(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /** @param parent where it is made */
    Scratch(Path parent) {
        this.parent = parent;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The path of a new, empty file. */
    Path newFile() throws IOException {
        return Files.createTempFile(directory(), "spool-", "");
    }

    /** The path of a new, empty directory. */
    Path newDirectory() throws IOException {
        return Files.createTempDirectory(directory(), "tree-");
    }

    private synchronized Path directory() throws IOException {
        Path made = directory;
        while (made == null) {
            made = make();
        }
        return made;
    }

    private @Nullable Path make() throws IOException {
        Path made = Files.createTempDirectory(parent, PREFIX);
        HERE.add(made);
        directory = made;
        FileChannel channel = FileChannel.open(made.resolve(LOCK), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
        lock = channel;
        channel.lock();
        // until it was held, somebody else may have taken it for left
        if (!Files.exists(made.resolve(LOCK))) {
            removeOwn();
            return null;
        }
        removeLeft(made);
        return made;
    }

    /** What cannot be removed is in nobody's way. */
    private void removeLeft(Path own) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            UserPrincipal user = Files.getOwner(own);
            for (Path other : all) {
                // in what belongs to somebody else, names may come to mean something else while they are removed
                if (!HERE.contains(other) && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(user)) {
                    removeIfLeft(other);
                }
            }
        } catch (IOException _) {
            return;
        }
    }

    private static void removeIfLeft(Path other) {
        try (FileChannel channel = FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                delete(other);
            }
        } catch (IOException _) {
            return; // it is about to be made, or removed
        }
    }

    @Override
    public synchronized void close() throws IOException {
        removeOwn();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            return; // the hook is running already
        }
    }

    private void removeOwn() throws IOException {
        Path made = directory;
        if (made == null) {
            return;
        }
        try (FileChannel _ = lock) {
            delete(made);
        } finally {
            HERE.remove(made);
            directory = null;
            lock = null;
        }
    }

    /** Others may still be writing. */
    private void endAbruptly() {
        Path made = directory;
        for (int attempt = 0; attempt < REMOVAL_ATTEMPTS && made != null; attempt++) {
            try {
                delete(made);
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
