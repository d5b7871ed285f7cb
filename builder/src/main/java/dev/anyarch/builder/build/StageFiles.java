package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of a stage. Layers are read when somebody asks for the tree and not before, so a stage that only adds settings,
 * independent layers, or what an earlier build has made, reads nothing. For one thread while it changes, then for several.
 */
final class StageFiles {
    private final Optional<StageBase> base;
    private final List<LayerContent> added = new ArrayList<>();
    private @Nullable FileTree tree;
    /** How many of the added layers the tree has. */
    private int applied;
    private @Nullable DiskLayers disk;

    StageFiles(Optional<StageBase> base) {
        this.base = base;
    }

    /** The image that the stage begins with, if it does. */
    Optional<StageBase> base() {
        return base;
    }

    /** The tree with everything added so far. */
    synchronized FileTree tree() throws IOException, InterruptedException {
        FileTree known = tree;
        if (known == null) {
            known = new FileTree();
            if (base.isPresent()) {
                for (int i = 0; i < base.get().height(); i++) {
                    known.apply(base.get().index(i));
                }
            }
            tree = known;
        }
        for (; applied < added.size(); applied++) {
            known.apply(added.get(applied).entries());
        }
        return known;
    }

    /** Adds a layer that the tree does not have. */
    synchronized void add(LayerContent layer) {
        added.add(layer);
    }

    /** Notes a layer whose changes were made to the tree. */
    synchronized void noteApplied(LayerContent layer) {
        added.add(layer);
        applied = added.size();
    }

    /**
     * All layers on disk.
     *
     * @param layers of the image, the base's first
     */
    synchronized DiskLayers onDisk(SourceLocation at, RunServices runs, List<Layer> layers)
            throws IOException, InterruptedException {
        DiskLayers known = disk == null ? new DiskLayers(runs) : disk;
        disk = known;
        int height = base.map(StageBase::height).orElse(0);
        for (int i = known.names().size(); i < layers.size(); i++) {
            if (i < height) {
                StageBase image = base.orElseThrow();
                known.add(at, layers.get(i).diffId(), image.index(i),
                        image.content(i, layers.get(i).diffId()));
            } else {
                LayerContent content = added.get(i - height);
                known.add(at, layers.get(i).diffId(), content.entries(), content.source());
            }
        }
        return known;
    }

    /** The same files, to go on from. */
    synchronized StageFiles copy() {
        StageFiles copy = new StageFiles(base);
        copy.added.addAll(added);
        copy.tree = tree == null ? null : tree.copy();
        copy.applied = applied;
        copy.disk = disk == null ? null : disk.copy();
        return copy;
    }
}
