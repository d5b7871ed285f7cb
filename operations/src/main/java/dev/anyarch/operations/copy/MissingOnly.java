package dev.anyarch.operations.copy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.operations.graph.Follow;
import dev.anyarch.store.ImageStore;
import java.io.IOException;

/**
 * Leaves out the images that the target has: their blobs are there as well, by the contract of {@link ImageStore}. An index
 * says nothing about its children, so indexes are always followed.
 *
 * @param deep not to rely on that, and to look at every blob
 */
record MissingOnly(Follow follow, ImageStore target, boolean deep) implements Follow {

    @Override
    public boolean wants(ImageIndex index, Descriptor entry) {
        return follow.wants(index, entry);
    }

    @Override
    public boolean isSettled(Descriptor entry) throws IOException {
        return !deep && entry.mediaType().isImageManifest() && target.resolve(entry.digest()).isPresent();
    }
}
