package dev.anyarch.cli;

import dev.anyarch.builder.cache.CacheUse;
import dev.anyarch.builder.cache.Prunable;
import dev.anyarch.runtime.KeptDirectories;
import dev.anyarch.runtime.KeptDirectories.Kept;
import dev.anyarch.runtime.KeptKind;
import dev.anyarch.runtime.NeedsNamespaceException;
import dev.anyarch.runtime.Rung;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code RUN} and {@code run} have left unpacked, and the caches of {@code RUN}. For one thread. */
final class KeptFiles implements Closeable {
    private final Optional<KeptDirectories> directories;
    private final List<Item> items;

    private KeptFiles(Optional<KeptDirectories> directories, List<Item> items) {
        this.directories = directories;
        this.items = items;
    }

    /** One of them, as pruning sees it. */
    record Item(Kept kept, CacheUse use, KeptDirectories directories) implements Prunable {
        @Override
        public boolean remove() throws IOException {
            return directories.remove(kept);
        }

        boolean isCacheMount() {
            return kept.kind() == KeptKind.CACHE;
        }
    }

    /**
     * Measures them.
     *
     * @throws NeedsNamespaceException when only a process in a user namespace can, before anything else has been done
     */
    static KeptFiles open(Environment environment) throws IOException, InterruptedException {
        Path directory = Executors.directory(environment);
        if (!Files.isDirectory(directory)) {
            return new KeptFiles(Optional.empty(), List.of());
        }
        if (environment.executor().isEmpty()) {
            Optional<Rung> namespace = KeptDirectories.requiredNamespace(directory, Executors.path(environment));
            if (namespace.isPresent()) {
                throw new NeedsNamespaceException(namespace.get());
            }
        }
        KeptDirectories directories = new KeptDirectories(directory);
        return new KeptFiles(Optional.of(directories),
                directories.list().stream().map(kept -> new Item(kept, use(kept), directories)).toList());
    }

    private static CacheUse use(Kept kept) {
        return switch (kept.kind()) {
            case LAYER -> new CacheUse(kept.name(), CacheUse.REGULAR, "layer unpacked for RUN or run, as %s"
                    .formatted(kept.rung().word()), kept.size(), kept.usedAt(), kept.isInUse());
            case CACHE -> new CacheUse(kept.name(), CacheUse.CACHE_MOUNT, kept.description(), kept.size(),
                    kept.usedAt(), kept.isInUse());
        };
    }

    List<Item> items() {
        return items;
    }

    @Override
    public void close() throws IOException {
        if (directories.isPresent()) {
            directories.get().close();
        }
    }
}
