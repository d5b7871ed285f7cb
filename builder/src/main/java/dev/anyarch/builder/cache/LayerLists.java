package dev.anyarch.builder.cache;

import dev.anyarch.model.Digest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What is in layers, by their digests, so that a layer is not expanded again to know it: 1 GB takes several seconds, its list a
 * few milliseconds. Nothing here is needed, so a disk that is full or read-only is no failure. For several threads and processes.
 */
public final class LayerLists {
    private final CacheFiles files;
    private final InstantSource clock;

    LayerLists(CacheFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /**
     * Opens those of a build cache.
     *
     * @param directory of the cache; made when there is something to keep
     */
    public static LayerLists open(Path directory) throws IOException {
        return new LayerLists(CacheDirectory.listsIn(directory), InstantSource.system());
    }

    /** What was put there for a layer; its reader finds out whether it is whole. */
    public Optional<byte[]> find(Digest layer) throws IOException {
        try {
            return files.use(layer, clock.instant());
        } catch (FileSystemException _) {
            return Optional.empty();
        }
    }

    public void put(Digest layer, byte[] content) {
        try {
            Files.createDirectories(files.directory());
            files.write(layer, content);
        } catch (IOException _) {
            return; // the next one expands the layer again
        }
    }
}
