package dev.anyarch.runtime;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the {@code config.json} of an OCI runtime bundle. A pure function.
 *
 * <p>No resource limits but those that were asked for: raising one above the caller's own fails, which is how other engines
 * fail in small containers. No cgroup. The capabilities, masked and read-only paths are those that Docker gives.
 */
final class OciConfig {
    private static final List<String> MASKED = List.of("/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys",
            "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi",
            "/sys/firmware", "/sys/devices/virtual/powercap");
    private static final List<String> READ_ONLY = List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
            "/proc/sysrq-trigger");
    private static final int TERMINAL_GROUP = 5;

    private final ContainerSpec spec;
    private final List<String> capabilities;
    private final HostTraits traits;
    private final PrivateFiles files;
    private final Optional<Optional<WindowSize>> terminal;

    private OciConfig(ContainerSpec spec, HostTraits traits, PrivateFiles files,
            Optional<Optional<WindowSize>> terminal) throws CannotExecuteException {
        this.spec = spec;
        this.capabilities = spec.isPrivileged()
                ? traits.grantable(HostTraits.CAPABILITY_NUMBERS)
                : spec.confinement().capabilities().granted(traits);
        this.traits = traits;
        this.files = files;
        this.terminal = terminal;
    }

    /**
     * @param hostFiles what is mounted before everything that the container has of its own
     * @param files where secrets will be
     * @param shell the program {@code sh} of this machine
     * @param terminal whether the program has one, and how large it is where that is known
     * @throws CannotExecuteException when it cannot have the capabilities or the filter that it is to have
     */
    static byte[] write(ContainerSpec spec, HostTraits traits, Path root, List<ContainerMount> hostFiles,
            PrivateFiles files, Path shell, Optional<Optional<WindowSize>> terminal)
            throws CannotExecuteException {
        OciConfig config = new OciConfig(spec, traits, files, terminal);
        return JsonWriter.compact(new JsonBuilder().put("ociVersion", "1.0.2")
                .put("process", config.process())
                .put("root", new JsonBuilder().put("path", root.toString()).build())
                .put("hostname", spec.hostname())
                .put("mounts", config.mounts(hostFiles))
                .put("linux", config.linux())
                .putIfPresent("hooks", Devices.needLimits(traits, spec)
                        ? Optional.of(Devices.closeRoot(shell, root))
                        : Optional.empty())
                .build());
    }

    private Json.Obj process() {
        ContainerUser user = user();
        JsonBuilder account = new JsonBuilder().put("uid", user.uid()).put("gid", user.gid());
        if (!user.additionalGroups().isEmpty()) {
            account.put("additionalGids",
                    new Json.Arr(user.additionalGroups().stream().<Json>map(Json::of).toList()));
        }
        List<String> environment = new ArrayList<>();
        spec.variables().forEach((name, value) -> environment.add(name + "=" + value));
        JsonBuilder process = new JsonBuilder().put("terminal", terminal.isPresent());
        terminal.flatMap(size -> size)
                .ifPresent(size -> process.put("consoleSize",
                        new JsonBuilder().put("height", size.rows()).put("width", size.columns()).build()));
        if (!spec.limits().isEmpty()) {
            process.put("rlimits", new Json.Arr(spec.limits().stream().<Json>map(OciConfig::limit).toList()));
        }
        return process.put("user", account.build())
                .put("args", Json.ofStrings(spec.arguments()))
                .put("env", Json.ofStrings(environment))
                .put("cwd", spec.directory())
                .put("capabilities", capabilities())
                .put("noNewPrivileges", spec.confinement().keepsPrivileges())
                .build();
    }

    private static Json.Obj limit(ResourceLimit limit) {
        return new JsonBuilder().put("type", "RLIMIT_" + limit.kind().name())
                .put("soft", limit(limit.soft()))
                .put("hard", limit(limit.hard()))
                .build();
    }

    /** The kernel's number for no end is the largest of 64 bits without a sign. */
    private static Json limit(long value) {
        return value == ResourceLimit.UNLIMITED ? new Json.Num("18446744073709551615") : Json.of(value);
    }

    /** Where there is only one user, everybody is that one. */
    private ContainerUser user() {
        return traits.hasOneUser() ? ContainerUser.ROOT : spec.user();
    }

    /** A user that is not root has none until a set-user-ID program gives them. */
    private Json.Obj capabilities() {
        List<String> effective = user().uid() == 0 ? capabilities : List.of();
        return new JsonBuilder().put("bounding", Json.ofStrings(capabilities))
                .put("effective", Json.ofStrings(effective))
                .put("permitted", Json.ofStrings(effective))
                .build();
    }

    private Json.Arr mounts(List<ContainerMount> hostFiles) {
        List<Json> mounts = new ArrayList<>();
        mounts.add(mount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")));
        boolean limited = Devices.needLimits(traits, spec);
        mounts.add(mount("/dev", "tmpfs", "tmpfs",
                limitedTo(limited, List.of("nosuid", "strictatime", "mode=755", "size=65536k"))));
        if (limited) {
            mounts.addAll(Devices.usual());
        }
        List<String> terminals = new ArrayList<>(
                List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
        if (traits.groups().has(TERMINAL_GROUP)) {
            terminals.add("gid=" + TERMINAL_GROUP);
        }
        mounts.add(mount("/dev/pts", "devpts", "devpts", terminals));
        mounts.add(mount("/dev/shm", "tmpfs", "shm",
                List.of("nosuid", "noexec", "nodev", "mode=1777", "size=" + spec.shmSize())));
        mounts.add(mount("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")));
        mounts.add(traits.isUserNamespace()
                ? mount("/sys", "none", "/sys", List.of("rbind", "nosuid", "noexec", "nodev", "ro"))
                : mount("/sys", "sysfs", "sysfs",
                        List.of("nosuid", "noexec", "nodev", spec.isPrivileged() ? "rw" : "ro")));
        for (ContainerMount mount : Stream.concat(hostFiles.stream(), spec.mounts().stream()).toList()) {
            mounts.add(switch (mount) {
                case ContainerMount.Bind bind ->
                    mount(bind.target(), "bind", bind.source().toString(), limitedTo(limited, bind.options()));
                case ContainerMount.Device device ->
                    mount(device.target(), "bind", device.source().toString(), device.options());
                case ContainerMount.Memory memory -> mount(memory.target(), "tmpfs", "tmpfs", memory.options());
                case ContainerMount.SecretFile secret ->
                    mount(secret.target(), "bind", files.path(secret).toString(), secret.options());
            });
        }
        return new Json.Arr(mounts);
    }

    private static List<String> limitedTo(boolean isLimited, List<String> options) {
        return isLimited ? Stream.concat(options.stream(), Stream.of(Devices.NONE)).toList() : options;
    }

    static Json.Obj mount(String target, String type, String source, List<String> options) {
        return new JsonBuilder().put("destination", target)
                .put("type", type)
                .put("source", source)
                .put("options", Json.ofStrings(options))
                .build();
    }

    private Optional<String> personality() {
        return spec.execution() instanceof Execution.Native own ? own.personality() : Optional.empty();
    }

    private Json.Obj linux() throws CannotExecuteException {
        List<Json> namespaces = new ArrayList<>();
        // no process namespace: the OCI runtime is the first process of one already, and an emulator that is the first
        // process itself hangs where it should crash
        for (String namespace : List.of("ipc", "uts", "mount")) {
            namespaces.add(new JsonBuilder().put("type", namespace).build());
        }
        if (spec.network() == ContainerSpec.Network.NONE) {
            namespaces.add(new JsonBuilder().put("type", "network").build());
        }
        JsonBuilder linux = new JsonBuilder().put("namespaces", new Json.Arr(namespaces));
        personality().ifPresent(domain -> linux.put("personality", new JsonBuilder().put("domain", domain).build()));
        if (!spec.isPrivileged() && !spec.confinement().seesSystemPaths()) {
            linux.put("maskedPaths", Json.ofStrings(MASKED)).put("readonlyPaths", Json.ofStrings(READ_ONLY));
        }
        Seccomp.filter(traits, spec, capabilities).ifPresent(filter -> linux.put("seccomp", filter));
        return linux.build();
    }
}
