package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A mount namespace with the merged layers, and an OCI runtime in it. One process a container, which becomes the OCI runtime;
 * when it ends or is killed, the kernel ends everything in it and takes the mounts away. For several threads.
 */
final class OciStarter implements Starter {
    /** Mounts, and becomes what the last arguments say; that the file is there means that the mount went well. */
    private static final String MOUNT = """
        cd "$1" || exit 125
        mount -t overlay overlay -o "$2" "$3/merged" || exit 125
        cd "$3" || exit 125
        : >mounted
        shift 3
        """;
    /** Is the first process of its namespace, and becomes the OCI runtime. */
    private static final String CONTAIN = """
        [ "$1" = no ] || mount -t tmpfs tmpfs /sys/fs/cgroup || exit 125
        shift
        """;
    private static final String BECOME = """
        exec "$@"
        """;

    private final SearchPath path;
    private final OciRuntime runtime;
    private final HostTraits traits;
    private final Optional<PrivateEmulators> emulators;
    private final List<String> entry;

    private OciStarter(SearchPath path, OciRuntime runtime, HostTraits traits, Optional<PrivateEmulators> emulators,
            List<String> entry) {
        this.path = path;
        this.runtime = runtime;
        this.traits = traits;
        this.emulators = emulators;
        this.entry = List.copyOf(entry);
    }

    /**
     * Finds the programs that every container needs.
     *
     * @throws CannotExecuteException when one is missing
     */
    static OciStarter find(SearchPath path, PrivateEmulators emulators) throws IOException {
        return find(path, Optional.of(emulators), HostTraits.read(Path.of("/proc")), List.of());
    }

    /**
     * One that enters a user namespace.
     *
     * @param entry what comes before a command to execute it there
     * @param there what the namespace is
     */
    static OciStarter find(SearchPath path, List<String> entry, HostTraits there) throws IOException {
        return find(path, Optional.empty(), there, entry);
    }

    private static OciStarter find(SearchPath path, Optional<PrivateEmulators> emulators, HostTraits traits,
            List<String> entry) throws CannotExecuteException {
        OciRuntime runtime = OciRuntime.find(path)
                .orElseThrow(() -> new CannotExecuteException(
                        "no OCI runtime found, looked for crun and runc: apt install crun"));
        path.require("unshare", "util-linux");
        path.require("setpriv", "util-linux");
        path.require("mount", "mount");
        return new OciStarter(path, runtime, traits, emulators, entry);
    }

    @Override
    public Start prepare(RootFileSystem root, ContainerSpec spec, Streams streams)
            throws IOException, InterruptedException {
        requireUser(spec.user());
        Path bundle = root.directory();
        Path hosts = Files.writeString(bundle.resolve("hosts"), HostFiles.hosts(spec));
        Path resolver = Files.writeString(bundle.resolve("resolv.conf"), HostFiles.resolver());
        List<String> below = isPrivatelyEmulated(spec) ? emulators.orElseThrow().entry() : List.of();
        HostTraits there = below.isEmpty() ? traits : traits.in(traits.users().same(), traits.groups().same());
        ContainerSpec adapted = there.hasOneUser() ? AptSettings.asRoot(spec, bundle) : spec;
        Files.write(bundle.resolve("config.json"), OciConfig.write(adapted, there, "merged", hosts, resolver,
                streams.isTerminal() ? Optional.of(CallerTerminal.size(path)) : Optional.empty()));
        Start start = new Start(command(root, below, streams == Streams.SHARED), ContainerHost.environment(),
                root.layersDirectory(), 1, Start.KILL, streams == Streams.TERMINAL);
        // an OCI runtime reads keys itself, and fails without a terminal to read them from
        return streams == Streams.DISPLAY ? TerminalRelay.around(path, start, bundle, streams) : start;
    }

    private static boolean isPrivatelyEmulated(ContainerSpec spec) {
        return spec.execution() instanceof Execution.Emulated emulated
                && emulated.way() == Execution.Way.PRIVATE;
    }

    private void requireUser(ContainerUser user) throws CannotExecuteException {
        if (!traits.hasOneUser() && !(traits.users().has(user.uid()) && traits.groups().has(user.gid()))) {
            throw new CannotExecuteException(
                    ("user %d:%d does not exist in this user namespace, which has %d users and "
                            + "%d groups: give this user more in /etc/subuid and /etc/subgid").formatted(user.uid(),
                                    user.gid(),
                                    traits.users().count(), traits.groups().count()));
        }
    }

    /**
     * The kernel forgets whom a process dies with when it enters a user namespace, so it is told again.
     *
     * @param below what comes before a command for a namespace that has emulators; nothing for this one
     * @param hasOwnSession so that a terminal's Ctrl-C reaches this process alone, which passes it on
     */
    private List<String> command(RootFileSystem root, List<String> below, boolean hasOwnSession)
            throws IOException {
        String unshare = path.require("unshare", "util-linux").toString();
        List<String> dying = List.of(path.require("setpriv", "util-linux").toString(), "--pdeathsig", "KILL");
        List<String> processes = List.of(unshare, "-m", "-p", "-f", "--kill-child=KILL", "--mount-proc",
                "--propagation", "private");
        List<String> command = new ArrayList<>(dying);
        if (hasOwnSession) {
            command.add(path.require("setsid", "util-linux").toString());
        }
        if (!entry.isEmpty()) {
            command.addAll(entry);
            command.addAll(dying);
        }
        command.addAll(below.isEmpty() ? processes : List.of(unshare, "-m", "--propagation", "private"));
        // one shell does both where it is the same namespace
        command.addAll(List.of("sh", "-c", MOUNT + (below.isEmpty() ? CONTAIN : "") + BECOME, "sh",
                root.layersDirectory().toString(), root.overlayOptions(traits.isUserNamespace()),
                root.directory().toString()));
        if (!below.isEmpty()) {
            command.addAll(below);
            command.addAll(dying);
            command.addAll(processes);
            command.addAll(List.of("sh", "-c", CONTAIN + BECOME, "sh"));
        }
        command.addAll(List.of(runtime.wantsCgroupsCovered() ? "yes" : "no", runtime.program().toString()));
        command.addAll(runtime.options());
        command.addAll(List.of("--root", "state", "--log", "log", "run", "--pid-file", ContainerProcesses.FILE, "c"));
        return command;
    }

    @Override
    public ContainerExit conclude(RootFileSystem root, int code, List<String> lastLines) throws IOException {
        Path bundle = root.directory();
        if (!Files.exists(bundle.resolve("mounted"))) {
            throw new CannotExecuteException("cannot mount a root file system: "
                    + (lastLines.isEmpty() ? "see above" : String.join("; ", lastLines)));
        }
        Path log = bundle.resolve("log");
        if (code != 0 && Files.exists(log) && Files.size(log) > 0) {
            String reason = RuntimeLog.explain(Files.readString(log, StandardCharsets.UTF_8));
            int meaning = RuntimeLog.exitCode(reason);
            if (meaning == 0) {
                throw new CannotExecuteException(reason);
            }
            return new ContainerExit(meaning, Optional.of(reason), lastLines);
        }
        return new ContainerExit(code, Optional.empty(), lastLines);
    }
}
