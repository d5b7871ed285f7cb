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
    /** Mounts. */
    private static final String MOUNT = """
        cd "$1" || exit 125
        mount -t overlay overlay -o "$2" "$3/merged" || exit 125
        cd "$3" || exit 125
        """;
    /** That the file is there means that the mount went well. */
    private static final String MOUNTED = """
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
        ContainerUser user = spec.user();
        traits.requireOwner("user", user.uid(), user.gid());
        CurrentLimits.read(Path.of("/proc"), traits.mayRaiseLimits()).require(spec.limits());
        Path bundle = root.directory();
        List<String> below = isPrivatelyEmulated(spec) ? emulators.orElseThrow().entry() : List.of();
        HostTraits there = below.isEmpty() ? traits : traits.in(traits.users().same(), traits.groups().same());
        ContainerSpec adapted = there.hasOneUser() ? AptSettings.asRoot(spec, bundle) : spec;
        PrivateFiles files = new PrivateFiles(bundle, adapted, there);
        byte[] config = OciConfig.write(adapted, there, bundle.resolve("merged"), hostFiles(root, spec), files,
                path.require("sh", "dash"),
                streams.isTerminal() ? Optional.of(CallerTerminal.size(path)) : Optional.empty());
        boolean hasOwnSession = streams == Streams.SHARED;
        boolean hasConsole = streams == Streams.TERMINAL;
        if (!adapted.isConfidential()) {
            Files.write(bundle.resolve("config.json"), config);
            Start start = start(command(root, spec, below, hasOwnSession, MOUNT, bundle), root, Secret.NONE,
                    hasConsole);
            // an OCI runtime reads keys itself, and fails without a terminal to read them from
            return streams == Streams.DISPLAY ? TerminalRelay.around(path, start, bundle, streams) : start;
        }
        if (streams.isAttached()) {
            throw new CannotExecuteException("secrets cannot be had by a program with standard streams");
        }
        Files.createDirectory(files.directory());
        return start(command(root, spec, below, hasOwnSession, MOUNT + PrivateFiles.RECEIVE,
                files.directory()), root,
                files.content(config), hasConsole);
    }

    private static List<ContainerMount> hostFiles(RootFileSystem root, ContainerSpec spec) throws IOException {
        List<ContainerMount> mounts = new ArrayList<>();
        for (MountPoint point : root.hostFiles()) {
            HostFile file = point.file().orElseThrow();
            mounts.add(new ContainerMount.Bind(
                    Files.writeString(root.directory().resolve(file.name()), file.text(spec)), "/" + point.path(),
                    true));
        }
        return mounts;
    }

    private static Start start(List<String> command, RootFileSystem root, Secret input, boolean hasConsole) {
        return new Start(command, ContainerHost.environment(), root.layersDirectory(), input, 1, Start.KILL,
                hasConsole, false);
    }

    private static boolean isPrivatelyEmulated(ContainerSpec spec) {
        return spec.execution() instanceof Execution.Emulated emulated
                && emulated.way() == Execution.Way.PRIVATE;
    }

    /**
     * The kernel forgets whom a process dies with when it enters a user namespace, so it is told again.
     *
     * @param below what comes before a command for a namespace that has emulators; nothing for this one
     * @param hasOwnSession so that a terminal's Ctrl-C reaches this process alone, which passes it on
     * @param mount the script that mounts
     * @param bundle where the OCI runtime finds the configuration, and keeps its state, which has a copy of it
     */
    private List<String> command(RootFileSystem root, ContainerSpec spec, List<String> below, boolean hasOwnSession,
            String mount, Path bundle) throws IOException {
        boolean isReadOnly = spec.confinement().hasReadOnlyRoot();
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
        command.addAll(List.of("sh", "-c", mount + MOUNTED + (below.isEmpty() ? CONTAIN : "") + BECOME, "sh",
                root.layersDirectory().toString(), root.overlayOptions(traits.isUserNamespace(), isReadOnly),
                root.directory().toString()));
        if (!below.isEmpty()) {
            command.addAll(below);
            command.addAll(dying);
            command.addAll(processes);
            command.addAll(List.of("sh", "-c", CONTAIN + BECOME, "sh"));
        }
        command.addAll(List.of(runtime.wantsCgroupsCovered() ? "yes" : "no", runtime.program().toString()));
        command.addAll(runtime.options());
        command.addAll(List.of("--root", bundle.resolve("state").toString(), "--log",
                root.directory().resolve("log").toString(), "run", "--bundle", bundle.toString(), "--pid-file",
                root.directory().resolve(ContainerProcesses.FILE).toString(), "c"));
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
