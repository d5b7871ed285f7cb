package dev.anyarch.operations.index;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.graph.Follow;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.graph.GraphLoader;
import dev.anyarch.operations.graph.ManifestGraph;
import dev.anyarch.operations.graph.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what sources consist of: manifests of indexes, and the configuration of every image. */
public final class SourceReader {
    private final GraphLimits limits;
    private final int parallelism;

    public SourceReader(GraphLimits limits, int parallelism) {
        this.limits = limits;
        this.parallelism = parallelism;
    }

    /**
     * The entries of all sources in their order; an index within an index is replaced by what it lists.
     *
     * @throws dev.anyarch.store.NotFoundException when a manifest or configuration is missing
     */
    public List<SourceEntry> read(List<IndexSource> sources) throws IOException, InterruptedException {
        List<SourceEntry> entries = new ArrayList<>();
        for (List<SourceEntry> some : Workers.map(sources, parallelism, this::read)) {
            entries.addAll(some);
        }
        return List.copyOf(entries);
    }

    private List<SourceEntry> read(IndexSource source) throws IOException, InterruptedException {
        GraphLoader loader = new GraphLoader(source.from(), limits, parallelism);
        ManifestGraph graph = loader.load(List.of(source.root()), Follow.everything());
        Manifest root = graph.manifest(source.root().digest());
        if (!(root instanceof ImageIndex index)) {
            Descriptor entry = root.raw().descriptor();
            return List.of(new SourceEntry(source, entry, config(loader, root), Optional.empty()));
        }
        List<Descriptor> leaves = graph.leaves(index)
                .stream()
                .filter(entry -> graph.find(entry.digest()).isPresent())
                .toList();
        return Workers.map(leaves, parallelism, entry -> new SourceEntry(source, entry,
                entry.isAttachment() ? Optional.empty() : config(loader, graph.manifest(entry.digest())),
                Optional.of(index)));
    }

    private static Optional<Platform> config(GraphLoader loader, Manifest manifest) throws IOException {
        if (!(manifest instanceof ImageManifest image)) {
            return Optional.empty();
        }
        Optional<ImageConfig> config = loader.config(image);
        return config.isPresent()
                ? Optional.of(config.get().platform()).filter(platform -> !platform.isEmpty())
                : Optional.empty();
    }
}
