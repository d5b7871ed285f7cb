package dev.anyarch.cli;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.OtherManifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.graph.GraphLoader;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a list of images tells of one.
 *
 * @param platforms in the order of the index, attachments left out
 * @param size of all blobs, each counted once
 */
record ImageSummary(List<Platform> platforms, long size) {
    ImageSummary {
        platforms = List.copyOf(platforms);
    }

    /** Reads the image at {@code root}; children of it that are not there are left out. */
    static ImageSummary of(ImageSource source, Descriptor root) throws IOException {
        GraphLoader loader = new GraphLoader(source, GraphLimits.DEFAULT, 1);
        Map<String, Long> blobs = new LinkedHashMap<>();
        List<Platform> platforms = new ArrayList<>();
        switch (loader.fetch(root)) {
            case ImageIndex index -> {
                for (Descriptor entry : index.manifests()) {
                    if (source.resolve(entry.digest()).isPresent()) {
                        loader.platform(entry).ifPresent(platforms::add);
                        loader.fetch(entry).blobs().forEach(blob -> blobs.put(blob.digest().toString(), blob.size()));
                    }
                }
            }
            case ImageManifest image -> {
                Optional<Platform> platform = loader.platform(root);
                platform.ifPresent(platforms::add);
                image.blobs().forEach(blob -> blobs.put(blob.digest().toString(), blob.size()));
            }
            case OtherManifest _ -> {
                // An artifact of a kind that says nothing about platforms.
            }
        }
        return new ImageSummary(platforms, blobs.values().stream().mapToLong(Long::longValue).sum());
    }
}
