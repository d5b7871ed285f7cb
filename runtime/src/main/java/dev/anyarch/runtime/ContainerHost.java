package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executes containers: a mount namespace with the merged layers, and an OCI runtime in it. One process a container, which
 * becomes the OCI runtime; when it ends or is killed, the kernel ends everything in it and takes the mounts away. For several
 * threads.
 */
public final class ContainerHost {
    /** Mounts, then becomes the OCI runtime; that the file is there means that the mounts went well. */
    private static final String SCRIPT = """
        cd "$1" || exit 125
        mount -t overlay overlay -o "$2" "$3/merged" || exit 125
        [ "$4" = no ] || mount -t tmpfs tmpfs /sys/fs/cgroup || exit 125
        cd "$3" || exit 125
        : >mounted
        shift 4
        exec "$@"
        """;

    private final Workspace workspace;
    private final SearchPath path;
    private final OciRuntime runtime;
    private final HostTraits traits;

    private ContainerHost(Workspace workspace, SearchPath path, OciRuntime runtime, HostTraits traits) {
        this.workspace = workspace;
        this.path = path;
        this.runtime = runtime;
        this.traits = traits;
    }

    /**
     * Finds the programs that every container needs.
     *
     * @throws CannotExecuteException when one is missing
     */
    public static ContainerHost probe(Workspace workspace, SearchPath path) throws IOException {
        OciRuntime runtime = OciRuntime.find(path)
                .orElseThrow(() -> new CannotExecuteException(
                        "no OCI runtime found, looked for crun and runc: apt install crun"));
        path.require("unshare", "util-linux");
        path.require("setpriv", "util-linux");
        path.require("mount", "mount");
        return new ContainerHost(workspace, path, runtime, HostTraits.read(Path.of("/proc")));
    }

    /**
     * Executes one program and waits for it and everything it started. Interrupting the thread kills all of it.
     *
     * @throws CannotExecuteException when the program could not even be started
     */
    public ContainerExit execute(RootFileSystem root, ContainerSpec spec, OutputListener output)
            throws IOException, InterruptedException {
        return execute(root, spec, output, Optional.empty());
    }

    /**
     * As {@link #execute}, with the standard streams of this process.
     *
     * @throws CannotExecuteException when the program could not even be started
     */
    public ContainerExit attach(RootFileSystem root, ContainerSpec spec, Attachment attachment)
            throws IOException, InterruptedException {
        return execute(root, spec, _ -> {}, Optional.of(attachment));
    }

    private ContainerExit execute(RootFileSystem root, ContainerSpec spec, OutputListener output,
            Optional<Attachment> attachment) throws IOException, InterruptedException {
        Path bundle = root.directory();
        Path hosts = Files.writeString(bundle.resolve("hosts"), HostFiles.hosts(spec));
        Path resolver = Files.writeString(bundle.resolve("resolv.conf"), HostFiles.resolver());
        Files.write(bundle.resolve("config.json"), OciConfig.write(spec, traits, "merged", hosts, resolver));
        ChildProcess child = new ChildProcess(workspace, command(root, attachment.isPresent()),
                root.layersDirectory(), output, attachment);
        int code = child.run();
        Path log = bundle.resolve("log");
        if (!Files.exists(bundle.resolve("mounted"))) {
            throw new CannotExecuteException("cannot mount a root file system: "
                    + (attachment.isPresent() ? "see above" : String.join("; ", child.lastLines())));
        }
        if (code != 0 && Files.exists(log) && Files.size(log) > 0) {
            String reason = RuntimeLog.explain(Files.readString(log, StandardCharsets.UTF_8));
            int meaning = RuntimeLog.exitCode(reason);
            if (meaning == 0) {
                throw new CannotExecuteException(reason);
            }
            return new ContainerExit(meaning, Optional.of(reason), child.lastLines());
        }
        return new ContainerExit(code, Optional.empty(), child.lastLines());
    }

    /** @param ownSession so that a terminal's Ctrl-C reaches this process alone, which passes it on */
    private List<String> command(RootFileSystem root, boolean ownSession) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(path.require("setpriv", "util-linux").toString(), "--pdeathsig", "KILL"));
        if (ownSession) {
            command.add(path.require("setsid", "util-linux").toString());
        }
        command.addAll(List.of(path.require("unshare", "util-linux").toString(), "-m", "-p", "-f", "--kill-child=KILL",
                "--mount-proc", "--propagation", "private", "sh", "-c", SCRIPT, "sh",
                root.layersDirectory().toString(), root.overlayOptions(traits.isUserNamespace()),
                root.directory().toString(), runtime.wantsCgroupsCovered() ? "yes" : "no",
                runtime.program().toString()));
        command.addAll(runtime.options());
        command.addAll(List.of("--root", "state", "--log", "log", "run", "c"));
        return command;
    }

    /** What the programs that are started see of this process's environment: next to nothing. */
    static Map<String, String> environment() {
        // the newer way to mount takes options of 256 bytes at most
        return Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C",
                "LIBMOUNT_FORCE_MOUNT2", "always");
    }
}
