package dev.anyarch.builder.build;

import dev.anyarch.runtime.LayerSource;
import java.io.IOException;
import java.util.List;

/** What is in a layer that the build has added. For several threads. */
sealed interface LayerContent {

    List<LayerEntry> entries() throws IOException, InterruptedException;

    /** The entries with their content, from front to back. */
    LayerSource source() throws IOException, InterruptedException;

    /** Of a layer that was just made. */
    record Known(List<LayerEntry> entries) implements LayerContent {
        public Known {
            entries = List.copyOf(entries);
        }

        @Override
        public LayerSource source() {
            return LayerFit.source(entries);
        }
    }

    /** Of a layer that was found done already, read when somebody asks. */
    record Stored(LayerFactory layers, BaseLayers reader, Layer layer) implements LayerContent {
        @Override
        public List<LayerEntry> entries() throws IOException, InterruptedException {
            return reader.index(layers.require(layer.descriptor()), layer.descriptor());
        }

        @Override
        public LayerSource source() throws IOException, InterruptedException {
            return reader.content(layers.require(layer.descriptor()), layer.descriptor(), layer.diffId());
        }
    }
}
