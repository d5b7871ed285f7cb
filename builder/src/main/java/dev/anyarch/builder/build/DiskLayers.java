package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.Digest;
import dev.anyarch.runtime.LayerSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The layers of a stage on disk, as far as a RUN has asked for them. For one thread. */
final class DiskLayers {
    private final RunServices runs;
    private final FileTree tree;
    private final List<String> names;

    DiskLayers(RunServices runs) {
        this(runs, new FileTree(), List.of());
    }

    private DiskLayers(RunServices runs, FileTree tree, List<String> names) {
        this.runs = runs;
        this.tree = tree;
        this.names = new ArrayList<>(names);
    }

    /** The lowest first. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** What it would be called on top of these. */
    String nameOf(Digest diffId, List<LayerEntry> entries) throws IOException {
        return LayerFit.of(diffId, entries, tree).name();
    }

    /**
     * Adds the next layer, and puts it on disk unless it is there.
     *
     * @param source gives the same entries with their content
     */
    void add(SourceLocation at, Digest diffId, List<LayerEntry> entries, LayerSource source)
            throws IOException, InterruptedException {
        LayerFit fit = LayerFit.of(diffId, entries, tree);
        runs.expand(at, fit.name(), fit.fitted(source));
        tree.apply(entries);
        names.add(fit.name());
    }

    DiskLayers copy() {
        return new DiskLayers(runs, tree.copy(), names);
    }
}
