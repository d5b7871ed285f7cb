package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A layer that is put on disk entry by entry and has no name yet; closed without one it is gone. For one thread. */
public final class NewLayer implements Closeable {
    private final ExpandedLayers layers;
    private final Workspace workspace;
    private final Path directory;
    private final OpenDirectory root;
    private final LayerExpander expander;

    NewLayer(ExpandedLayers layers, Workspace workspace) throws IOException {
        this.layers = layers;
        this.workspace = workspace;
        this.directory = workspace.newDirectory();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.root = OpenDirectory.open(directory);
        this.expander = new LayerExpander(root, layers.rung());
    }

    /** The next entry, with the content of a file. */
    public void add(TarEntry entry, InputStream content) throws IOException {
        expander.add(entry, content);
    }

    /** It is whole and gets its name, unless there is a layer of the name. */
    public void keepAs(String name) throws IOException {
        expander.finish();
        layers.adopt(name, directory);
    }

    @Override
    public void close() throws IOException {
        expander.close();
        root.close();
        workspace.removeDirectory(directory);
    }
}
