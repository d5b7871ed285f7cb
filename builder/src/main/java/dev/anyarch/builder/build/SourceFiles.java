package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The files that COPY or a mount takes from.
 *
 * @param layers what they are made of; absent for a directory of the host, whose files themselves have to be looked at
 */
record SourceFiles(Optional<List<Layer>> layers, Root root) {

    /** The directory, read when somebody asks. */
    @FunctionalInterface
    interface Root {
        Directory open() throws IOException, InterruptedException;
    }

    /** A directory of the host. */
    static SourceFiles of(Directory directory) {
        return new SourceFiles(Optional.empty(), () -> directory);
    }

    /** What a stage has when it is done. */
    static SourceFiles of(BuiltStage stage) {
        return new SourceFiles(Optional.of(stage.image().layers()), () -> stage.files().tree().root());
    }

    Directory directory() throws IOException, InterruptedException {
        return root.open();
    }

    /** Adds what a file system is made of: its layers have the same files wherever they are. */
    static void addChain(KeyWriter key, List<Layer> layers) {
        key.addAll(layers.stream().map(layer -> layer.diffId().toString()).toList());
    }
}
