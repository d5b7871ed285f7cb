package dev.anyarch.cli;

import dev.anyarch.builder.cache.CachePruning;
import dev.anyarch.builder.cache.LayerShelf;
import dev.anyarch.builder.cache.Prunable;
import dev.anyarch.model.Digest;
import dev.anyarch.storage.StoredRepository;
import dev.anyarch.store.DeniedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The layers of the build cache, which are in the local store. */
record LayerShelves(StoredRepository repository) implements LayerShelf {

    /** What bounds the cache, together with what is elsewhere. */
    static CachePruning pruning(Session session, List<? extends Prunable> others) throws IOException {
        Path cache = Files
                .createDirectories(session.environment().storeDirectory().resolve(BuildCaching.DIRECTORY));
        return new CachePruning(cache,
                new LayerShelves(session.places().storage().repository(BuildCaching.LAYERS)), others);
    }

    @Override
    public List<Shelved> layers() throws IOException {
        return repository.blobs()
                .stream()
                .map(blob -> new Shelved(blob.digest(), blob.size(), blob.usedAt()))
                .toList();
    }

    @Override
    public boolean remove(Digest digest, Instant since) throws IOException {
        try {
            return repository.deleteBlob(digest, since);
        } catch (DeniedException _) {
            // somebody has pushed an image under the name of the cache; it is theirs
            return false;
        }
    }
}
