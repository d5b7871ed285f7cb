package dev.anyarch.builder.build;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.runtime.ExpandedLayers;
import dev.anyarch.runtime.NewLayer;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The layers of one image on disk, each put there unless it is there already. For one thread. */
final class ImageLayers {
    private final BaseLayers layers;
    private final ImageSource source;
    private final ExpandedLayers disk;
    private final FileTree tree = new FileTree();
    private final List<String> names = new ArrayList<>();

    ImageLayers(BaseLayers layers, ImageSource source, ExpandedLayers disk) {
        this.layers = layers;
        this.source = source;
        this.disk = disk;
    }

    FileTree tree() {
        return tree;
    }

    /** The lowest first. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** Adds the next layer above the others. */
    void add(Descriptor layer, Digest diffId) throws IOException, InterruptedException {
        Optional<List<LayerEntry>> listed = layers.findIndex(source, layer);
        boolean isNew = listed.isEmpty() && !disk.has(LayerFit.plainName(diffId));
        if (!isNew || !isPutOnDiskAtOnce(layer, diffId)) {
            add(layer, diffId, listed.isPresent() ? listed.get() : layers.index(source, layer));
        }
    }

    /**
     * What a layer is called is known when it has been read, and most are on disk as they are in their archive. So it is put
     * there while it is read for the first time, which is in vain when it takes something from the layers below.
     */
    private boolean isPutOnDiskAtOnce(Descriptor layer, Digest diffId) {
        try (NewLayer made = disk.begin()) {
            List<LayerEntry> entries = layers.read(source, layer, diffId, made::add);
            LayerFit fit = LayerFit.of(diffId, entries, tree);
            if (!fit.isPlain()) {
                return false;
            }
            made.keepAs(fit.name());
            take(entries, fit);
            return true;
        } catch (IOException _) {
            return false; // what is wrong is told when it is done step by step
        }
    }

    private void add(Descriptor layer, Digest diffId, List<LayerEntry> entries) throws IOException {
        LayerFit fit = LayerFit.of(diffId, entries, tree);
        disk.expand(fit.name(), fit.fitted(layers.content(source, layer, diffId)));
        take(entries, fit);
    }

    private void take(List<LayerEntry> entries, LayerFit fit) throws IOException {
        tree.apply(entries);
        names.add(fit.name());
    }
}
