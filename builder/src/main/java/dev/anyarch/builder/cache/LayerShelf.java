package dev.anyarch.builder.cache;

import dev.anyarch.model.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The store of the layers as pruning sees it; what else is in the same place is none of its business. */
public interface LayerShelf {

    /**
     * A layer.
     *
     * @param usedAt when somebody last wrote it or asked for it; asking may be noted up to an hour late
     */
    record Shelved(Digest digest, long size, Instant usedAt) {}

    List<Shelved> layers() throws IOException;

    /**
     * Removes a layer, unless it was used at {@code since} or later.
     *
     * @return whether it was removed
     */
    boolean remove(Digest digest, Instant since) throws IOException;
}
