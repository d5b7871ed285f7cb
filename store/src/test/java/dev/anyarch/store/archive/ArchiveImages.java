package dev.anyarch.store.archive;

import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import dev.anyarch.testkit.TestImage;
import java.io.IOException;
import java.util.List;

/** Puts test images where archives are written from. */
final class ArchiveImages {

    private ArchiveImages() {}

    static void put(ImageStore store, TestImage image, Tag... tags) throws IOException {
        for (var blob : image.blobs().entrySet()) {
            try (BlobUpload upload = store.upload()) {
                upload.write(blob.getValue(), 0, blob.getValue().length);
                upload.commit(blob.getKey());
            }
        }
        for (RawManifest child : image.children()) {
            store.putManifest(child, List.of());
        }
        store.putManifest(image.root(), List.of(tags));
    }
}
