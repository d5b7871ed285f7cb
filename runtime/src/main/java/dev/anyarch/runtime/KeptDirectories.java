package dev.anyarch.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What executing has left on disk to be used again, and a way to remove it. What a process that is alive has used is never
 * removed; what is goes by renaming, so that killing this leaves nothing that is not whole. For one thread.
 */
public final class KeptDirectories implements Closeable {
    private final Path directory;
    private final Map<Rung, Workspace> workspaces = new EnumMap<>(Rung.class);

    /** @param directory for expanded layers, caches and what is under way */
    public KeptDirectories(Path directory) {
        this.directory = directory;
    }

    /**
     * A directory.
     *
     * @param rung that uses it
     * @param description of a cache, else empty
     * @param size on the disk
     * @param isInUse whether a process that is alive has used it
     */
    public record Kept(Rung rung, KeptKind kind, String name, String description, long size, Instant usedAt,
            boolean isInUse) {}

    /**
     * The rung in whose user namespace a process of this user must be to see and remove everything; empty where it can.
     *
     * @throws CannotExecuteException when that namespace cannot be made any more
     */
    public static Optional<Rung> requiredNamespace(Path directory, SearchPath path)
            throws IOException, InterruptedException {
        Account account = Account.read();
        if (account.isRoot()) {
            return Optional.empty();
        }
        for (Rung rung : List.of(Rung.USER_NAMESPACE, Rung.SINGLE_ID)) {
            Path root = rung.directory(directory);
            if (Files.isDirectory(root)) {
                try (UserNamespace _ = new RungProbe(directory, path, account).make(rung)) {
                    return Optional.of(rung);
                } catch (CannotExecuteException e) {
                    throw new CannotExecuteException(
                            "%s: what is there belongs to ids of a user namespace that cannot be made: %s; or as root: rm -r %s"
                                    .formatted(root, e.getMessage(), root),
                            e);
                }
            }
        }
        return Optional.empty();
    }

    /** Everything there is, measured. */
    public List<Kept> list() throws IOException {
        List<Kept> all = new ArrayList<>();
        for (Rung rung : Rung.values()) {
            Path root = rung.directory(directory);
            Set<String> uses = Workspace.uses(root);
            for (KeptKind kind : KeptKind.values()) {
                for (Path path : directories(kind.directory(root))) {
                    try {
                        String name = path.getFileName() + "";
                        all.add(new Kept(rung, kind, name, description(kind, path), DiskUse.of(path),
                                usedAt(kind, path), uses.contains(kind.use(name))));
                    } catch (NoSuchFileException _) {
                        // removed meanwhile
                    }
                }
            }
        }
        return all;
    }

    /** Removes one, unless it has been used since it was listed; whether it was removed. */
    public boolean remove(Kept kept) throws IOException {
        Path root = kept.rung.directory(directory);
        Path path = kept.kind.directory(root).resolve(kept.name);
        Workspace workspace = workspace(kept.rung, root);
        Path away = workspace.newDirectory();
        try {
            try (HeldFile _ = KeptKind.lockAlone(root)) {
                if (!Files.isDirectory(path) || Workspace.uses(root).contains(kept.kind.use(kept.name))
                        || usedAt(kept.kind, path).isAfter(kept.usedAt)) {
                    return false;
                }
                Files.move(path, away.resolve("files"), StandardCopyOption.ATOMIC_MOVE);
                if (kept.kind == KeptKind.CACHE) {
                    Files.deleteIfExists(descriptionOf(path));
                    Files.deleteIfExists(lockOf(path));
                }
            }
            return true;
        } finally {
            workspace.removeDirectory(away);
        }
    }

    private Workspace workspace(Rung rung, Path root) throws IOException {
        Workspace known = workspaces.get(rung);
        if (known == null) {
            known = Workspace.open(root);
            workspaces.put(rung, known);
        }
        return known;
    }

    /** What is there for locking, beside a cache. */
    static Path lockOf(Path cache) {
        return cache.resolveSibling(cache.getFileName() + ".lock");
    }

    /** What is there for people, and has the time of the last use, since the directory's own is for programs to see. */
    static Path descriptionOf(Path cache) {
        return cache.resolveSibling(cache.getFileName() + ".about");
    }

    private static List<Path> directories(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory,
                    entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
                entries.forEach(found::add);
            }
        }
        found.sort(null);
        return found;
    }

    private static String description(KeptKind kind, Path path) throws IOException {
        Path file = descriptionOf(path);
        return kind == KeptKind.CACHE && Files.exists(file) ? Files.readString(file) : "";
    }

    private static Instant usedAt(KeptKind kind, Path path) throws IOException {
        Path marked = kind == KeptKind.CACHE && Files.exists(descriptionOf(path)) ? descriptionOf(path) : path;
        return Files.getLastModifiedTime(marked).toInstant();
    }

    @Override
    public void close() throws IOException {
        for (Workspace workspace : workspaces.values()) {
            workspace.close();
        }
    }
}
