package dev.anyarch.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The directory of one process for what it executes: root file systems, configurations, state of the OCI runtime. It goes
 * with the process; what a killed one left is found by its lock being free, and removed by the next. For several threads.
 */
public final class Workspace implements Closeable {
    private static final String LOCK = "lock";
    private static final String USES = "uses";
    private static final Duration THIS_MOMENT = Duration.ofMinutes(1);
    private static final int REMOVAL_ATTEMPTS = 20;
    private static final long REMOVAL_PAUSE_MILLIS = 50;

    private final Path root;
    private final Path directory;
    private final HeldFile lock;
    private final AtomicInteger counter = new AtomicInteger();
    private final Set<Process> processes = ConcurrentHashMap.newKeySet();
    private final Thread hook = new Thread(this::endAbruptly, "workspace-removal");

    private Workspace(Path root, Path directory, HeldFile lock) {
        this.root = root;
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes a workspace, and removes those of processes that are gone.
     *
     * @param root where expanded layers and caches are kept as well, so that files can move between them
     */
    public static Workspace open(Path root) throws IOException {
        removeAbandoned(Files.createDirectories(root.resolve("work")).toRealPath());
        return add(root);
    }

    /**
     * Makes a workspace outside of the user namespace in which programs are executed there. What others left is not removed:
     * it may belong to users that only the namespace has.
     */
    static Workspace openOutside(Path root) throws IOException {
        return add(root);
    }

    private static Workspace add(Path root) throws IOException {
        Path real = Files.createDirectories(root).toRealPath();
        Path workspaces = Files.createDirectories(real.resolve("work"));
        while (true) {
            Path directory = Files.createTempDirectory(workspaces, "w");
            HeldFile lock = HeldFile.alone(directory.resolve(LOCK));
            // until it was held, somebody else may have taken it for abandoned
            if (Files.exists(directory.resolve(LOCK))) {
                Files.createDirectory(directory.resolve(USES));
                Workspace workspace = new Workspace(real, directory, lock);
                Runtime.getRuntime().addShutdownHook(workspace.hook);
                return workspace;
            }
            lock.close();
        }
    }

    private static void removeAbandoned(Path workspaces) throws IOException {
        List<Path> found;
        try (Stream<Path> listed = Files.list(workspaces)) {
            found = listed.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path other : found) {
            try {
                removeIfAbandoned(other);
            } catch (IOException _) {
                // what cannot be removed is in nobody's way
            }
        }
    }

    private static void removeIfAbandoned(Path other) throws IOException {
        Optional<HeldFile> lock = lockOfAbandoned(other);
        if (lock.isPresent()) {
            try (HeldFile _ = lock.get()) {
                Leftovers.end(other);
                removeLockLast(other);
            }
        } else if (isHalfRemoved(other)) {
            remove(other);
        }
    }

    /** Empty while whoever made it is alive. */
    private static Optional<HeldFile> lockOfAbandoned(Path other) {
        try {
            return HeldFile.tryExisting(other.resolve(LOCK));
        } catch (IOException _) {
            return Optional.empty(); // somebody else's
        }
    }

    /** Without its lock; one that was made this moment has none either. */
    private static boolean isHalfRemoved(Path other) throws IOException {
        try {
            Instant changed = Files.getLastModifiedTime(other).toInstant();
            return changed.isBefore(Instant.now().minus(THIS_MOMENT)) && !Files.exists(other.resolve(LOCK));
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static boolean isAbandoned(Path other) {
        Optional<HeldFile> lock = lockOfAbandoned(other);
        lock.ifPresent(HeldFile::close);
        return lock.isPresent();
    }

    /** From now on this process uses what is kept under that name, and nobody removes it. */
    void use(String name) throws IOException {
        try {
            Files.createFile(directory.resolve(USES).resolve(name));
        } catch (FileAlreadyExistsException _) {
            // it did so before
        }
    }

    /** What the processes that are alive use. */
    static Set<String> uses(Path root) throws IOException {
        Set<String> uses = new HashSet<>();
        Path workspaces = root.resolve("work");
        if (!Files.isDirectory(workspaces)) {
            return uses;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(workspaces.toRealPath())) {
            for (Path workspace : found) {
                if (Files.isDirectory(workspace.resolve(USES)) && !isAbandoned(workspace)) {
                    try (DirectoryStream<Path> names = Files.newDirectoryStream(workspace.resolve(USES))) {
                        names.forEach(name -> uses.add(name.getFileName() + ""));
                    } catch (NoSuchFileException _) {
                        // it has ended this moment
                    }
                }
            }
        }
        return uses;
    }

    Path root() {
        return root;
    }

    Path directory() {
        return directory;
    }

    /** A new directory of this workspace. */
    Path newDirectory() throws IOException {
        return Files.createDirectory(directory.resolve(Integer.toString(counter.incrementAndGet())));
    }

    void register(Process process) {
        processes.add(process);
    }

    void unregister(Process process) {
        processes.remove(process);
    }

    /** Removes a directory of this workspace. */
    void removeDirectory(Path which) throws IOException {
        remove(which);
    }

    /** So that nobody else begins to remove it as well. */
    private static void removeLockLast(Path workspace) throws IOException {
        if (Files.isDirectory(workspace)) {
            LeftoverMounts.takeAway(workspace);
            try (OpenDirectory open = OpenDirectory.open(workspace)) {
                for (String name : open.names()) {
                    if (!name.equals(LOCK)) {
                        open.removeTree(name);
                    }
                }
            }
            remove(workspace);
        }
    }

    private static void remove(Path which) throws IOException {
        Path parent = which.getParent();
        Path name = which.getFileName();
        if (parent == null || name == null || !Files.isDirectory(parent)) {
            return;
        }
        LeftoverMounts.takeAway(which);
        try (OpenDirectory open = OpenDirectory.open(parent)) {
            open.removeTree(name.toString());
        }
    }

    /** The process is ending and nobody waits any more: what runs is killed, and then everything removed. */
    private void endAbruptly() {
        processes.forEach(Process::destroyForcibly);
        for (int attempt = 0; attempt < REMOVAL_ATTEMPTS; attempt++) {
            try {
                for (Process process : processes) {
                    process.waitFor();
                }
                Leftovers.end(directory);
                removeLockLast(directory);
                return;
            } catch (IOException _) {
                // something was still being written, or is still mounted
                pause();
            } catch (InterruptedException _) {
                return;
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

    @Override
    public void close() throws IOException {
        try (lock) {
            removeLockLast(directory);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the hook is running already
            return;
        }
    }
}
