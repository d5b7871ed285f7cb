package dev.anyarch.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Everything that executing needs, for one process. For several threads. */
public final class ContainerRuntime implements Closeable {
    private final Workspace workspace;
    private final ExpandedLayers layers;
    private final ContainerHost host;

    private ContainerRuntime(Workspace workspace, ExpandedLayers layers, ContainerHost host) {
        this.workspace = workspace;
        this.layers = layers;
        this.host = host;
    }

    /**
     * Opens it for one process.
     *
     * @param directory for expanded layers, caches and what is under way; on a file system that overlays can write to
     * @param path where programs are looked for
     * @throws CannotExecuteException when this process cannot execute anything
     */
    public static ContainerRuntime open(Path directory, SearchPath path) throws IOException {
        Workspace workspace = Workspace.open(directory);
        boolean opened = false;
        try {
            ContainerRuntime runtime = new ContainerRuntime(workspace, new ExpandedLayers(workspace),
                    ContainerHost.probe(workspace, path));
            opened = true;
            return runtime;
        } finally {
            if (!opened) {
                workspace.close();
            }
        }
    }

    public ExpandedLayers layers() {
        return layers;
    }

    public ContainerHost host() {
        return host;
    }

    /**
     * Merges layers to a root file system.
     *
     * @param names of expanded layers, the lowest first
     * @param mountPoints where something will be mounted
     * @param mode of the root directory
     */
    public RootFileSystem newRoot(List<String> names, List<MountPoint> mountPoints, int mode) throws IOException {
        return RootFileSystem.create(workspace, layers, names, mountPoints, mode);
    }

    @Override
    public void close() throws IOException {
        workspace.close();
    }
}
