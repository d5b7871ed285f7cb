package dev.anyarch.runtime;

import dev.anyarch.model.platform.Platform;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Everything that executing needs, for one process. For several threads. */
public final class ContainerRuntime implements Closeable {
    private final Workspace workspace;
    private final Rung rung;
    private final ExpandedLayers layers;
    private final PrivateEmulators emulators;
    private final ContainerHost host;
    private final ExecutionProbe probe;
    private final SshAgents agents;
    private final ConcurrentMap<Platform, Execution> executions = new ConcurrentHashMap<>();

    private ContainerRuntime(Workspace workspace, Rung rung, SearchPath path) throws IOException {
        this.workspace = workspace;
        this.rung = rung;
        this.layers = new ExpandedLayers(workspace, rung);
        this.emulators = new PrivateEmulators(workspace, path, () -> UserNamespace.same(path));
        this.host = new ContainerHost(workspace, path, switch (rung) {
            case ROOT, USER_NAMESPACE, SINGLE_ID -> OciStarter.find(path, emulators);
            case CHROOT -> ChrootStarter.find(path);
            case PROOT -> ProotStarter.find(path);
        });
        this.agents = new SshAgents(workspace, path);
        this.probe = new ExecutionProbe(workspace, path, emulators, List.of(), rung.ways(),
                System.getProperty("os.arch", ""));
    }

    /**
     * Opens it for one process.
     *
     * @param directory for expanded layers, caches and what is under way; on a file system that overlays can write to
     * @param path where programs are looked for
     * @param rung that works here, see {@link Ladder}; this process is in its user namespace already if it has one
     * @throws CannotExecuteException when this process cannot execute anything
     */
    public static ContainerRuntime open(Path directory, SearchPath path, Rung rung) throws IOException {
        Workspace workspace = Workspace.open(rung.directory(directory));
        boolean opened = false;
        try {
            ContainerRuntime runtime = new ContainerRuntime(workspace, rung, path);
            opened = true;
            return runtime;
        } finally {
            if (!opened) {
                workspace.close();
            }
        }
    }

    /** The way in which it executes. */
    public Rung rung() {
        return rung;
    }

    public ExpandedLayers layers() {
        return layers;
    }

    public ContainerHost host() {
        return host;
    }

    /**
     * How this machine executes {@code platform}.
     *
     * @throws CannotExecuteException when it does not, with the way out
     */
    public Execution execution(Platform platform) throws IOException, InterruptedException {
        Platform key = platform.normalized();
        Execution known = executions.get(key);
        if (known == null) {
            known = probe.of(key);
            executions.put(key, known);
        }
        return known;
    }

    /** Writes files into a new directory of this process. */
    public Path newFiles(LayerSource files) throws IOException {
        Path directory = workspace.newDirectory();
        try (OpenDirectory open = OpenDirectory.open(directory); LayerExpander expander = new LayerExpander(open)) {
            files.forEach(expander::add);
            expander.finish();
        }
        return directory;
    }

    /**
     * Makes a socket that stands for an SSH agent.
     *
     * @param mode who may open it
     * @throws CannotExecuteException when there is no agent, or a key cannot be read
     */
    public AgentSocket newAgentSocket(SshSource source, int mode, long uid, long gid) throws IOException {
        return AgentSocket.open(workspace.newDirectory(), agents.socket(source), mode, uid, gid);
    }

    /**
     * Opens a directory that is kept, and makes it when there is none.
     *
     * @throws InterruptedException while waiting for somebody who has it locked
     */
    public CacheDirectory openCache(CacheDirectory.Request request) throws IOException, InterruptedException {
        return CacheDirectory.open(workspace, rung, request);
    }

    /**
     * Merges layers to a root file system.
     *
     * @param names of expanded layers, the lowest first
     * @param wanted where something will be mounted
     * @param mode of the root directory
     */
    public RootFileSystem newRoot(List<String> names, Skeleton wanted, int mode) throws IOException {
        return RootFileSystem.create(workspace, layers, names, wanted, mode);
    }

    @Override
    public void close() throws IOException {
        emulators.close();
        agents.close();
        workspace.close();
    }
}
