package dev.anyarch.builder.build;

import dev.anyarch.runtime.ExpandedLayers;
import dev.anyarch.runtime.RootFileSystem;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What a command left. It is packed as a layer by a thread of its own, and meanwhile another command can be executed above it.
 * For one thread.
 */
final class RunLayer implements Closeable {
    private final RootFileSystem root;
    private final List<LayerEntry> entries;
    private final FutureTask<Layer> packing;
    private final Thread packer;

    /**
     * @param root that the command was executed in; closed with this
     * @param entries of the layer, none when the command has changed nothing
     */
    RunLayer(RootFileSystem root, List<LayerEntry> entries, LayerFactory layers) {
        this.root = root;
        this.entries = entries;
        this.packing = new FutureTask<>(() -> layers.writeNew(entries));
        this.packer = Thread.ofPlatform().daemon().name("pack").unstarted(packing);
        if (!entries.isEmpty()) {
            packer.start();
        }
    }

    /** Its name for a root file system above it; none when there is nothing in it. */
    Optional<String> name() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(root.upperLayer());
    }

    /** Waits until it is packed, and adds it to the layers that the command was executed on. */
    Optional<MadeLayer> addTo(DiskLayers below, ExpandedLayers expanded) throws IOException, InterruptedException {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        try {
            Layer layer = packing.get();
            below.adopt(layer.diffId(), entries, root.upper(), expanded);
            return Optional.of(new MadeLayer(layer, new LayerContent.Known(entries)));
        } catch (ExecutionException e) {
            throw Once.rethrown(e);
        }
    }

    /** Ends the packing if it is under way, and removes what did not become a layer. */
    @Override
    public void close() throws IOException {
        EndingThreads.end(List.of(packer));
        root.close();
    }
}
