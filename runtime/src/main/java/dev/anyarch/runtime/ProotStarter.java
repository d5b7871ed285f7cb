package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program whose system calls proot looks at and changes, in a copy of the layers: no privilege is needed, and nothing is
 * isolated. For several threads.
 */
final class ProotStarter implements Starter {
    /** The variable by which proot's processes are known. */
    static final String TEMPORARY = "PROOT_TMP_DIR";
    private static final Pattern SIGNAL = Pattern.compile("proot info: pid \\d+: terminated with signal (\\d+)");
    private static final int FAILED = 255;

    private final SearchPath path;
    private final Path program;
    private final ConcurrentMap<RootFileSystem, TreeSnapshot> snapshots = new ConcurrentHashMap<>();

    private ProotStarter(SearchPath path, Path program) {
        this.path = path;
        this.program = program;
    }

    static ProotStarter find(SearchPath path) throws IOException {
        path.require("setpriv", "util-linux");
        Path program = path.require("proot", "proot");
        IgnoredSignals.keepFromChildren();
        return new ProotStarter(path, program);
    }

    @Override
    public Start prepare(RootFileSystem root, ContainerSpec spec, Streams streams)
            throws IOException, InterruptedException {
        CopiedRoot.requireShared(spec, "proot");
        if (spec.isPrivileged() || !spec.confinement().capabilities().added().isEmpty()) {
            throw new CannotExecuteException("more capabilities cannot be had by proot, which has none to give");
        }
        CurrentLimits.read(Path.of("/proc"), false).require(spec.limits());
        CopiedRoot copy = new CopiedRoot(root);
        copy.merge();
        List<String> command = new ArrayList<>(
                // asked to quit, it takes all that it traces with it; killed, it would let them run on, outside
                List.of(path.require("setpriv", "util-linux").toString(), "--pdeathsig", "QUIT"));
        command.addAll(CopiedRoot.limited(spec, path));
        if (!streams.isTerminal()) {
            command.add(path.require("setsid", "util-linux").toString());
        }
        ContainerSpec adapted = AptSettings.asRoot(spec, root.directory());
        command.addAll(List.of(program.toString(), "-i", spec.user().uid() + ":" + spec.user().gid(), "-r",
                copy.merged().toString(), "-w", spec.directory()));
        for (String shared : List.of("/proc", "/sys", "/dev")) {
            command.addAll(List.of("-b", shared));
        }
        for (MountPoint point : root.hostFiles()) {
            HostFile file = point.file().orElseThrow();
            copy.ignore(point.path());
            command.addAll(List.of("-b", Files.writeString(root.directory().resolve(file.name()), file.text(spec))
                    + ":/" + point.path()));
        }
        Path memory = Files.createDirectory(root.directory().resolve("memory"));
        for (ContainerMount mount : adapted.mounts()) {
            copy.ignore(mount.target().substring(1));
            if (streams.isAttached() && mount instanceof ContainerMount.Bind bind && bind.readOnly()) {
                // proot would let the program write to what is the user's
                copy.placeCopy(bind.source(), mount.target().substring(1));
                continue;
            }
            Path source = switch (mount) {
                case ContainerMount.Bind bind -> bind.source().toAbsolutePath();
                case ContainerMount.Device device -> device.source();
                case ContainerMount.Memory wanted -> newMemory(memory, wanted, spec.user());
                case ContainerMount.SecretFile _ -> throw CopiedRoot.noSecretFile(mount, "proot");
            };
            command.addAll(List.of("-b", source + ":" + mount.target()));
        }
        if (spec.execution() instanceof Execution.Emulated emulated) {
            command.addAll(List.of("-q", emulated.program().toString()));
        }
        command.addAll(spec.arguments());
        snapshots.put(root, copy.snapshot());
        Map<String, String> environment = new LinkedHashMap<>(adapted.variables());
        environment.put(TEMPORARY, root.directory().toAbsolutePath().toString());
        Start start = new Start(command, environment, root.directory(), Secret.NONE, 1, Start.QUIT, false, true);
        return streams.isTerminal() ? TerminalRelay.around(path, start, root.directory(), streams) : start;
    }

    /** All that this user has belongs to the program's user, as the program sees it. */
    private static Path newMemory(Path directory, ContainerMount.Memory wanted, ContainerUser user)
            throws IOException {
        boolean isOther = wanted.uid() != 0 && wanted.uid() != user.uid()
                || wanted.gid() != 0 && wanted.gid() != user.gid();
        if (isOther) {
            throw new CannotExecuteException(
                    "memory at %s cannot belong to %d:%d with proot, which has no users but one"
                            .formatted(wanted.target(), wanted.uid(), wanted.gid()));
        }
        Path made = Files.createTempDirectory(directory, "m");
        try (OpenDirectory open = OpenDirectory.open(made)) {
            open.changeMode(".", wanted.mode());
        }
        return made;
    }

    @Override
    public ContainerExit conclude(RootFileSystem root, int code, List<String> lastLines) throws IOException {
        Leftovers.end(root.directory());
        TreeSnapshot snapshot = snapshots.remove(root);
        if (snapshot != null) {
            new CopiedRoot(root).collect(snapshot);
        }
        String last = lastLines.isEmpty() ? "" : lastLines.getLast();
        Matcher signal = SIGNAL.matcher(last);
        if (code == FAILED && signal.matches()) {
            return new ContainerExit(128 + Integer.parseInt(signal.group(1)), Optional.empty(), lastLines);
        }
        Optional<String> error = lastLines.stream().filter(line -> line.startsWith("proot error: ")).findFirst();
        if (code != 0 && error.isPresent() && last.startsWith("fatal error: ")) {
            String reason = error.get().substring("proot error: ".length());
            return new ContainerExit(reason.contains("not found") ? 127 : 126, Optional.of(reason), lastLines);
        }
        return new ContainerExit(code, Optional.empty(), lastLines);
    }
}
