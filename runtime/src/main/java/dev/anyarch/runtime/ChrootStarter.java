package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * A program in a copy of the layers that is its root directory: what root can do in a container that forbids mounts. There is
 * no {@code /proc}, and it sees the processes of nobody. For several threads.
 */
final class ChrootStarter implements Starter {
    private static final String NOT_EXECUTED = "nsenter: failed to execute ";

    private final SearchPath path;
    private final ConcurrentMap<RootFileSystem, TreeSnapshot> snapshots = new ConcurrentHashMap<>();

    private ChrootStarter(SearchPath path) {
        this.path = path;
    }

    static ChrootStarter find(SearchPath path) throws IOException {
        path.require("setpriv", "util-linux");
        path.require("nsenter", "util-linux");
        IgnoredSignals.keepFromChildren();
        return new ChrootStarter(path);
    }

    @Override
    public Start prepare(RootFileSystem root, ContainerSpec spec, Streams streams)
            throws IOException, InterruptedException {
        CopiedRoot.requireShared(spec, "chroot");
        HostTraits traits = HostTraits.read(Path.of("/proc"));
        if (!spec.isPrivileged()) {
            // it has what this process has, which has to be enough
            var _ = spec.confinement().capabilities().granted(traits);
        }
        CurrentLimits.read(Path.of("/proc"), traits.mayRaiseLimits()).require(spec.limits());
        CopiedRoot copy = new CopiedRoot(root);
        copy.merge();
        copy.placeDirectory("proc");
        copy.placeDirectory("sys");
        copy.placeDevices();
        for (MountPoint point : root.hostFiles()) {
            copy.placeFile(point.path(), point.file().orElseThrow().text(spec));
        }
        for (ContainerMount mount : spec.mounts()) {
            String target = mount.target().substring(1);
            switch (mount) {
                case ContainerMount.Memory memory -> copy.placeMemory(memory);
                case ContainerMount.Bind bind -> {
                    if (streams.isAttached() && !bind.readOnly()) {
                        throw new CannotExecuteException(
                                ("%s cannot be shared with the program, because nothing can be "
                                        + "mounted here; read-only (:ro) it gets a copy").formatted(bind.source()));
                    }
                    copy.placeCopy(bind.source(), target);
                }
                case ContainerMount.Device device -> throw new CannotExecuteException(
                        "device %s cannot be given to the program, because nothing can be mounted here"
                                .formatted(device.source()));
                case ContainerMount.SecretFile _ -> throw CopiedRoot.noSecretFile(mount, "chroot");
            }
        }
        snapshots.put(root, copy.snapshot());
        Start start = new Start(command(copy, spec, !streams.isTerminal()), spec.variables(), root.directory(),
                Secret.NONE, 0, Start.KILL, false, false);
        return streams.isTerminal() ? TerminalRelay.around(path, start, root.directory(), streams) : start;
    }

    private List<String> command(CopiedRoot copy, ContainerSpec spec, boolean hasOwnSession) throws IOException {
        ContainerUser user = spec.user();
        List<String> command = new ArrayList<>(
                List.of(path.require("setpriv", "util-linux").toString(), "--pdeathsig", "KILL", "--regid",
                        Long.toString(user.gid())));
        if (user.additionalGroups().isEmpty()) {
            command.add("--clear-groups");
        } else {
            command.addAll(List.of("--groups",
                    user.additionalGroups().stream().map(String::valueOf).collect(Collectors.joining(","))));
        }
        command.addAll(CopiedRoot.limited(spec, path));
        if (hasOwnSession) {
            command.add(path.require("setsid", "util-linux").toString());
        }
        // not unshare: containers are forbidden its system call, also when it is asked for nothing but another root
        command.addAll(List.of(path.require("nsenter", "util-linux").toString(), "--root=" + copy.merged(),
                "--wd=" + copy.directory(spec.directory())));
        if (user.uid() != 0) {
            command.add("--setuid=" + user.uid());
        }
        command.add("--");
        command.addAll(spec.arguments());
        return command;
    }

    @Override
    public ContainerExit conclude(RootFileSystem root, int code, List<String> lastLines) throws IOException {
        Leftovers.end(root.directory());
        TreeSnapshot snapshot = snapshots.remove(root);
        if (snapshot != null) {
            new CopiedRoot(root).collect(snapshot);
        }
        Optional<String> reason = lastLines.stream()
                .filter(line -> (code == 126 || code == 127) && line.startsWith(NOT_EXECUTED))
                .map(line -> line.substring(NOT_EXECUTED.length()))
                .findFirst();
        return new ContainerExit(code, reason, lastLines);
    }
}
