package dev.anyarch.runtime;

import dev.anyarch.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/** A directory that is kept from one execution to the next, held as its sharing asks until it is closed. For one thread. */
public final class CacheDirectory implements Closeable {
    /** What its content has to be below. */
    public static final String CONTENT = "cache";
    private static final int NAME_LENGTH = 24;

    private final Path path;
    private final Optional<HeldFile> held;

    private CacheDirectory(Path path, Optional<HeldFile> held) {
        this.path = path;
        this.held = held;
    }

    /** Who may use a cache at the same time. */
    public enum Sharing {
        /** Everybody. */
        SHARED,
        /** One; others get another one of their own, which is kept as well. */
        PRIVATE,
        /** One; others wait. */
        LOCKED
    }

    /**
     * Which one.
     *
     * @param key the same key is the same directory
     * @param description for people
     * @param content what it begins with: the directory {@value CacheDirectory#CONTENT} and what is in it
     */
    public record Request(String key, String description, Sharing sharing, LayerSource content) {
        /** The same, shared in a way that is right for both, as one command may ask for the same twice. */
        public Request and(Sharing other) {
            return new Request(key, description, sharing.compareTo(other) < 0 ? other : sharing, content);
        }
    }

    static CacheDirectory open(Workspace workspace, Rung rung, Request request)
            throws IOException, InterruptedException {
        Path caches = Files.createDirectories(KeptKind.CACHE.directory(workspace.root()));
        String name = Digest.sha256(request.key.getBytes(StandardCharsets.UTF_8)).encoded().substring(0, NAME_LENGTH);
        for (int number = 0;; number++) {
            String numbered = number == 0 ? name : name + "." + number;
            Path path = caches.resolve(numbered);
            claim(workspace, rung, request, numbered, path);
            Path lock = KeptDirectories.lockOf(path);
            switch (request.sharing) {
                case SHARED -> {
                    return new CacheDirectory(path, Optional.empty());
                }
                case LOCKED -> {
                    return new CacheDirectory(path, Optional.of(HeldFile.await(lock)));
                }
                case PRIVATE -> {
                    Optional<HeldFile> held = HeldFile.tryAlone(lock);
                    if (held.isPresent()) {
                        return new CacheDirectory(path, held);
                    }
                }
            }
        }
    }

    /** Makes it unless it is there; from now on nobody removes it. */
    private static void claim(Workspace workspace, Rung rung, Request request, String name, Path path)
            throws IOException {
        try (HeldFile _ = KeptKind.lock(workspace.root())) {
            workspace.use(KeptKind.CACHE.use(name));
            if (Files.isDirectory(path)) {
                Files.setLastModifiedTime(describe(path, request), FileTime.from(Instant.now()));
                return;
            }
        }
        Path part = workspace.newDirectory();
        try (OpenDirectory open = OpenDirectory.open(part); LayerExpander expander = new LayerExpander(open, rung)) {
            request.content.forEach(expander::add);
            expander.finish();
            // alone, because renaming replaces an empty directory, which somebody may have begun to use
            try (HeldFile _ = KeptKind.lockAlone(workspace.root())) {
                if (!Files.isDirectory(path)) {
                    describe(path, request);
                    Files.move(part.resolve(CONTENT), path, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } finally {
            workspace.removeDirectory(part);
        }
    }

    private static Path describe(Path path, Request request) throws IOException {
        Path description = KeptDirectories.descriptionOf(path);
        if (!Files.exists(description)) {
            Files.writeString(description, request.description);
        }
        return description;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        held.ifPresent(HeldFile::close);
    }
}
