package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.content.TarEntry;
import dev.anyarch.runtime.LayerSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code from} and {@code source} of a mount name: files of the context, of a stage or of an image. For one thread. */
record MountSource(RunMount mount, SourceFiles files) {

    static MountSource of(StageBuild stage, RunMount mount) throws IOException, InterruptedException {
        return new MountSource(mount, mount.option("from").isPresent()
                ? stage.platformBuild().source(stage.stage(), mount.location(), mount.option("from").get())
                : SourceFiles.of(stage.services().context()));
    }

    Node node() throws IOException, InterruptedException {
        return find().orElseThrow(() -> new DockerfileException(mount.location(),
                "--mount: source '%s': there is nothing of this name in %s".formatted(path(),
                        mount.option("from").orElse("the context"))));
    }

    private Optional<Node> find() throws IOException, InterruptedException {
        return TreePath.resolve(files.directory(), path(), true).node();
    }

    private String path() {
        return mount.option("source").orElse("/");
    }

    /**
     * Adds what is there: the layers that it is made of, or the files themselves.
     *
     * @return false when there is nothing, which executing the command tells better
     */
    boolean addTo(KeyWriter key, StageBuild stage) throws IOException, InterruptedException {
        if (files.layers().isPresent()) {
            SourceFiles.addChain(key, files.layers().get());
            return true;
        }
        Optional<Node> node = find();
        return node.isPresent()
                && stage.addFiles(key.add(node.get().metadata().mode()), List.of(item(node.get())), List.of());
    }

    private static TransferItem item(Node node) {
        return switch (node) {
            case Directory directory -> new TransferItem.Contents("", directory);
            case Leaf leaf -> new TransferItem.Plain("", "file", leaf, false);
        };
    }

    /** The files with their content, below {@code path}. */
    static LayerSource contents(Node node, String path) {
        return consumer -> write(consumer, path, node);
    }

    private static void write(LayerSource.EntryConsumer consumer, String path, Node node) throws IOException {
        TarEntry entry = node.metadata().withPath(path);
        switch (node) {
            case Directory directory -> {
                consumer.accept(entry, InputStream.nullInputStream());
                for (Map.Entry<String, Node> child : directory.children().entrySet()) {
                    write(consumer, path + "/" + child.getKey(), child.getValue());
                }
            }
            case Leaf leaf -> {
                try (InputStream content = leaf.isFile() ? leaf.content().open() : InputStream.nullInputStream()) {
                    consumer.accept(entry, content);
                }
            }
        }
    }
}
