package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.Descriptor;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of a stage. The base's layers are read when somebody asks for the tree and not before, so a stage that only adds
 * settings or independent layers reads nothing. For one thread while it changes.
 */
final class StageFiles {
    private final BaseLayers baseLayers;
    private final Optional<BaseImage> base;
    private final List<List<LayerEntry>> added = new ArrayList<>();
    private @Nullable FileTree tree;
    private @Nullable DiskLayers disk;

    StageFiles(BaseLayers baseLayers, Optional<BaseImage> base) {
        this.baseLayers = baseLayers;
        this.base = base;
    }

    /** The tree with everything added so far. */
    FileTree tree() throws IOException, InterruptedException {
        FileTree known = tree;
        if (known == null) {
            known = new FileTree();
            if (base.isPresent()) {
                ImageSource source = base.get().source();
                for (Descriptor layer : base.get().manifest().layers()) {
                    known.apply(baseLayers.index(source, layer));
                }
            }
            for (List<LayerEntry> layer : added) {
                known.apply(layer);
            }
            tree = known;
        }
        return known;
    }

    /** Adds a layer that was made without the tree. */
    void add(List<LayerEntry> layer) throws IOException {
        added.add(layer);
        if (tree != null) {
            tree.apply(layer);
        }
    }

    /** Notes a layer whose changes the tree has already. */
    void noteApplied(List<LayerEntry> layer) {
        added.add(layer);
    }

    /**
     * All layers on disk.
     *
     * @param layers of the image, the base's first
     */
    DiskLayers onDisk(SourceLocation at, RunServices runs, List<Layer> layers)
            throws IOException, InterruptedException {
        DiskLayers known = disk == null ? new DiskLayers(runs) : disk;
        disk = known;
        List<Descriptor> below = base.map(image -> image.manifest().layers()).orElse(List.of());
        List<List<LayerEntry>> written = added.stream().filter(layer -> !layer.isEmpty()).toList();
        for (int i = known.names().size(); i < layers.size(); i++) {
            if (i < below.size()) {
                ImageSource source = base.orElseThrow().source();
                known.add(at, layers.get(i).diffId(), baseLayers.index(source, below.get(i)),
                        baseLayers.content(source, below.get(i)));
            } else {
                List<LayerEntry> entries = written.get(i - below.size());
                known.add(at, layers.get(i).diffId(), entries, LayerFit.source(entries));
            }
        }
        return known;
    }

    /** The same files, to go on from. */
    StageFiles copy() {
        StageFiles copy = new StageFiles(baseLayers, base);
        copy.added.addAll(added);
        copy.tree = tree == null ? null : tree.copy();
        copy.disk = disk == null ? null : disk.copy();
        return copy;
    }
}
