package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.Digest;
import dev.anyarch.runtime.ExpandedLayers;
import dev.anyarch.runtime.LayerSource;
import dev.anyarch.runtime.UpperDirectory;
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

    /**
     * Adds the next layer, and puts it on disk unless it is there.
     *
     * @param source gives the same entries with their content
     */
    void add(SourceLocation at, Digest diffId, List<LayerEntry> entries, LayerSource source)
            throws IOException, InterruptedException {
        LayerFit fit = LayerFit.of(diffId, entries, tree);
        runs.expand(at, fit.name(), fit.fitted(source));
        note(fit, entries);
    }

    /** Adds what a command left on top of these, which becomes the next layer where it is. */
    void adopt(Digest diffId, List<LayerEntry> entries, UpperDirectory upper, ExpandedLayers expanded)
            throws IOException {
        LayerFit fit = LayerFit.of(diffId, entries, tree);
        upper.adopt(expanded, fit.name());
        note(fit, entries);
    }

    private void note(LayerFit fit, List<LayerEntry> entries) throws IOException {
        tree.apply(entries);
        names.add(fit.name());
    }

    DiskLayers copy() {
        return new DiskLayers(runs, tree.copy(), names);
    }
}
