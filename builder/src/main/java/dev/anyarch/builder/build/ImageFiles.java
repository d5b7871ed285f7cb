package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import dev.anyarch.content.TarWriter;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.store.ImageStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files of an image, all its layers applied: for outputs that are files and not an image. For one thread. */
public final class ImageFiles implements Closeable {
    private final Scratch scratch;
    private final List<LayerEntry> entries;

    private ImageFiles(Scratch scratch, List<LayerEntry> entries) {
        this.scratch = scratch;
        this.entries = entries;
    }

    /**
     * Reads what is in the layers.
     *
     * @param image descriptor of an image manifest in {@code store}
     */
    public static ImageFiles open(ImageStore store, Descriptor image) throws IOException, InterruptedException {
        if (!(store.fetchManifest(image.digest()).parse() instanceof ImageManifest manifest)) {
            throw new InvalidContentException("manifest %s: expected an image manifest".formatted(image.digest()));
        }
        Scratch scratch = new Scratch();
        try {
            BaseLayers layers = new BaseLayers(store, scratch);
            FileTree tree = new FileTree();
            for (Descriptor layer : manifest.layers()) {
                tree.apply(layers.index(store, layer));
            }
            return new ImageFiles(scratch, plan(tree.root()).entries());
        } catch (IOException | InterruptedException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** Everything in a tree. */
    static LayerPlan plan(Directory root) throws IOException {
        LayerPlan plan = new LayerPlan();
        plan(root, "", plan);
        return plan;
    }

    private static void plan(Directory directory, String path, LayerPlan plan) throws IOException {
        for (Map.Entry<String, Node> child : directory.children().entrySet()) {
            String childPath = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
            plan.put(childPath, child.getValue());
            if (child.getValue() instanceof Directory below) {
                plan(below, childPath, plan);
            }
        }
    }

    /**
     * Writes the files into a directory; what is there already and has another name stays. Owners are those of the user,
     * devices are left out.
     *
     * @return what was left out
     */
    public List<String> writeTo(Path directory) throws IOException {
        return HostWriter.write(entries, directory);
    }

    /** Writes the files into an archive, below {@code prefix} when it is not empty. */
    public void writeTo(TarWriter tar, String prefix) throws IOException {
        if (!prefix.isEmpty()) {
            tar.add(TarEntry.directory(prefix, 0755));
        }
        String start = prefix.isEmpty() ? "" : prefix + "/";
        for (LayerEntry entry : entries) {
            TarEntry header = entry.header().withPath(start + entry.header().path());
            if (header.type() == TarType.HARD_LINK) {
                tar.add(new TarEntry(header.path(), header.type(), header.mode(), header.uid(), header.gid(), 0,
                        header.mtime(), start + header.linkName(), 0, 0, header.xattrs()));
            } else if (header.type() == TarType.FILE) {
                try (InputStream content = entry.content().open()) {
                    tar.add(header, content);
                }
            } else {
                tar.add(header);
            }
        }
    }

    @Override
    public void close() throws IOException {
        scratch.close();
    }
}
