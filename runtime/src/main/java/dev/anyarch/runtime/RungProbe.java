package dev.anyarch.runtime;

import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tries the rungs of the ladder: each executes the smallest program there is in a root file system that has nothing else. For
 * one thread.
 */
final class RungProbe {
    private static final Skeleton SKELETON = Skeleton.ofNothing(List.of(new MountPoint("proc", true),
            new MountPoint("sys", true), new MountPoint("dev", true)));

    /** Settings of the kernel that forbid user namespaces, by their files, and their values then. */
    static final SortedMap<Path, String> FORBIDDING = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            Path.of("/proc/sys/user/max_user_namespaces"), "0",
            Path.of("/proc/sys/kernel/unprivileged_userns_clone"), "0",
            Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"), "1")));

    private final Path directory;
    private final SearchPath path;
    private final Account account;

    /** @param directory for what is executed */
    RungProbe(Path directory, SearchPath path, Account account) {
        this.directory = directory;
        this.path = path;
        this.account = account;
    }

    RungFinding of(Rung rung) throws InterruptedException {
        try {
            return switch (rung) {
                case ROOT -> root();
                case USER_NAMESPACE, SINGLE_ID -> namespace(rung);
                case CHROOT -> chroot();
                case PROOT -> proot();
            };
        } catch (IOException e) {
            return RungFinding.fails(rung, String.valueOf(e.getMessage()), fix(e));
        }
    }

    private static String fix(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        int advice = message.indexOf("apt install");
        return advice >= 0 ? message.substring(advice) : "anyarch --verbose tells more";
    }

    private RungFinding root() throws IOException, InterruptedException {
        if (!account.isRoot()) {
            return RungFinding.fails(Rung.ROOT, "this is user %s (%d), not root".formatted(account.name(),
                    account.uid()), "none needed when another way works; else call it as root");
        }
        if (!account.mayMount()) {
            return RungFinding.fails(Rung.ROOT, "root may not mount here (no CAP_SYS_ADMIN), as in most containers",
                    "start the container with --privileged");
        }
        try (Workspace workspace = Workspace.open(directory);
                PrivateEmulators none = new PrivateEmulators(workspace, path, () -> UserNamespace.same(path))) {
            tryOut(Rung.ROOT, workspace, OciStarter.find(path, none));
            return RungFinding.works(Rung.ROOT);
        } catch (CannotExecuteException e) {
            return RungFinding.fails(Rung.ROOT, String.valueOf(e.getMessage()),
                    String.valueOf(e.getMessage()).contains("mount")
                            ? "put the local store on ext4, xfs or tmpfs: ANYARCH_HOME=DIRECTORY"
                            : fix(e));
        }
    }

    private RungFinding namespace(Rung rung) throws IOException, InterruptedException {
        if (rung == Rung.USER_NAMESPACE) {
            if (account.isRoot()) {
                return RungFinding.fails(rung, "this is root, who needs no subordinate ids",
                        "call it as an ordinary user");
            }
            List<Path> files = List.of(Path.of("/etc/subuid"), Path.of("/etc/subgid"));
            for (Path file : files) {
                if (SubordinateIds.of(file, account.name(), account.uid()).isEmpty()) {
                    String free = SubordinateIds.free(files);
                    return RungFinding.fails(rung, "user %s has no ids in %s".formatted(account.name(), file),
                            "as root: usermod --add-subuids %s --add-subgids %s %s".formatted(free, free,
                                    account.name()));
                }
            }
        }
        UserNamespace namespace;
        try {
            namespace = make(rung);
        } catch (CannotExecuteException e) {
            return obstacle(rung, String.valueOf(e.getMessage()));
        }
        try (namespace; Workspace workspace = Workspace.openOutside(rung.directory(directory))) {
            HostTraits there = HostTraits.read(Path.of("/proc")).in(map(rung, "uid"), map(rung, "gid"));
            tryOut(rung, workspace, OciStarter.find(path, namespace.prefix(), there));
            return RungFinding.works(rung);
        }
    }

    private RungFinding chroot() throws IOException, InterruptedException {
        if (!account.isRoot()) {
            return RungFinding.fails(Rung.CHROOT, "only root may change the root directory",
                    "none needed when another way works; else call it as root");
        }
        if (!account.mayChangeRoot()) {
            return RungFinding.fails(Rung.CHROOT, "root may not change the root directory here (no CAP_SYS_CHROOT)",
                    "start the container with --cap-add SYS_CHROOT");
        }
        try (Workspace workspace = Workspace.open(Rung.CHROOT.directory(directory))) {
            tryOut(Rung.CHROOT, workspace, ChrootStarter.find(path));
            return RungFinding.works(Rung.CHROOT);
        }
    }

    private RungFinding proot() throws IOException, InterruptedException {
        try (Workspace workspace = Workspace.open(Rung.PROOT.directory(directory))) {
            tryOut(Rung.PROOT, workspace, ProotStarter.find(path));
            return RungFinding.works(Rung.PROOT);
        }
    }

    /** Makes the namespace of a rung, for this user. */
    UserNamespace make(Rung rung) throws IOException, InterruptedException {
        return rung == Rung.USER_NAMESPACE
                ? UserNamespace.subordinate(path, map(rung, "uid"), map(rung, "gid"))
                : UserNamespace.single(path, account.uid(), account.gid());
    }

    private IdMap map(Rung rung, String kind) throws IOException {
        long own = kind.equals("uid") ? account.uid() : account.gid();
        return rung == Rung.USER_NAMESPACE
                ? IdMap.subordinate(own, SubordinateIds.of(Path.of("/etc/sub" + kind), account.name(), account.uid()))
                : IdMap.single(own);
    }

    /** The kernel says only that it may not be; the settings that forbid it are known. */
    private static RungFinding obstacle(Rung rung, String message) throws IOException {
        if (message.contains("newuidmap") || message.contains("newgidmap")) {
            return RungFinding.fails(rung, message, message.contains("apt install")
                    ? "as root: apt install uidmap"
                    : "as root: chmod u+s /usr/bin/newuidmap /usr/bin/newgidmap, and look at /etc/subuid");
        }
        for (Map.Entry<Path, String> forbids : FORBIDDING.entrySet()) {
            Path file = forbids.getKey();
            if (Files.isReadable(file) && Files.readString(file).strip().equals(forbids.getValue())) {
                String name = file.toString().substring("/proc/sys/".length()).replace('/', '.');
                return RungFinding.fails(rung, "this machine forbids user namespaces: %s = %s (%s)".formatted(name,
                        forbids.getValue(), message),
                        "as root: sysctl -w %s=%s".formatted(name, name.startsWith("user.")
                                ? "15000"
                                : Integer.toString(1 - Integer.parseInt(forbids.getValue()))));
            }
        }
        return RungFinding.fails(rung, "no user namespace: " + message,
                "in a container: start it with --security-opt seccomp=unconfined, or --privileged");
    }

    private void tryOut(Rung rung, Workspace workspace, Starter starter)
            throws IOException, InterruptedException {
        ContainerSpec spec = ContainerSpec.of(List.of("/probe"), Map.of("PATH", "/"), "/", ContainerUser.ROOT);
        try (RootFileSystem root = RootFileSystem.create(workspace, new ExpandedLayers(workspace, rung), List.of(),
                SKELETON, 0755)) {
            TinyProgram.write(root.upper().path(), host());
            ContainerExit exit = new ContainerHost(workspace, path, starter).execute(root, spec, _ -> {});
            if (exit.code() != 0) {
                throw new CannotExecuteException(Stream.concat(exit.notStarted().stream(), exit.lastLines().stream())
                        .findFirst()
                        .orElse("a program that does nothing ended with code " + exit.code()));
            }
        }
    }

    private static Machine host() throws CannotExecuteException {
        Platform platform = Platform.parse("linux/" + System.getProperty("os.arch", ""));
        return Machine.of(platform)
                .orElseThrow(() -> new CannotExecuteException(
                        "this machine is %s, of which nothing is known".formatted(platform)));
    }
}
