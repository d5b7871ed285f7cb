package dev.anyarch.cli;

import dev.anyarch.runtime.ContainerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Options of {@code docker run} that command lines have and that are no options here: some ask for what is so anyway, and
 * some for what cannot be had, which is said with what to do instead. None of them is in the help.
 */
final class DockerRunOptions {
    static final Option PUBLISH = Option.values("-p,--publish", "[HOST:]PORT", "");

    private static final List<Option> ACCEPTED = List.of(Option.flag("--rm", ""), Option.value("--name", "NAME", ""),
            Option.values("-l,--label", "KEY=VALUE", ""), Option.flag("--init", ""), Option.flag("-P,--publish-all",
                    ""),
            Option.values("--expose", "PORT", ""), Option.flag("--no-healthcheck", ""), Option.value("--log-driver",
                    "NAME", ""),
            Option.values("--log-opt", "KEY=VALUE", ""), Option.flag("--sig-proxy", ""),
            Option.values("--label-file", "FILE", ""), Option.values("--annotation", "KEY=VALUE", ""),
            Option.flag("--disable-content-trust", ""));
    private static final String CGROUPS = "no cgroup is made here; systemd-run --scope -p MemoryMax=512M -p CPUQuota=150% "
            + "-p TasksMax=100 anyarch run … limits all of it";
    private static final String KEEP = "the program ends with this command; 'anyarch run … &', nohup or a unit of systemd "
            + "keep both going";
    private static final String ALWAYS = "a unit of systemd with Restart= starts it anew";
    private static final String VOLUMES = "volumes have no names here; -v DIRECTORY:/path shares a directory";
    private static final String NETWORK = "the program has this machine's network, or none (--network)";
    private static final String SHARED = "programs have namespaces of their own for processes, mounts, names and "
            + "messages, and the user namespace of the executor (anyarch doctor)";
    private static final String ARCHITECTURE = "--platform linux/ARCH[/VARIANT] names the entry";

    /** An option that is refused, and why. */
    private record Refused(Option option, String reason) {}

    private static final List<Refused> REFUSED = List.of(flag("-d,--detach", KEEP), value("--restart", ALWAYS), value(
            "--cidfile", "there is nothing to refer to; the process is that of this command"),
            value("-a,--attach",
                    "output is always attached, and input with -i"),
            value("--detach-keys", "nothing can be detached from"), value("-m,--memory", CGROUPS),
            value("--memory-swap",
                    CGROUPS),
            value("--memory-reservation", CGROUPS), value("--cpus", CGROUPS), value("-c,--cpu-shares", CGROUPS), value(
                    "--cpuset-cpus", "taskset -c 0,1 anyarch run … does that"),
            value("--pids-limit", CGROUPS), value("--cgroup-parent", CGROUPS), value("--cgroupns", CGROUPS),
            value("--gpus", "devices are given one by one: --device /dev/dri/renderD128"), value("--volumes-from",
                    VOLUMES),
            value("--volume-driver", VOLUMES), value("--link", NETWORK), value("--ip", NETWORK), value("--mac-address",
                    NETWORK),
            value("--network-alias", NETWORK),
            value("--ipc", SHARED),
            value("--pid", SHARED), value("--uts", SHARED), value("--userns", SHARED), value("--sysctl",
                    "settings of the kernel are this machine's; sysctl -w as root"),
            value("--runtime", "crun or runc is taken, whichever is there; ANYARCH_EXECUTOR=NAME chooses the way to "
                    + "execute"),
            value("--oom-score-adj", "choom -n 500 -- anyarch run … does that"), value("--cpu-period", CGROUPS), value(
                    "--cpu-quota", CGROUPS),
            value("--blkio-weight", CGROUPS), value("--device-cgroup-rule", "devices are given one by one: --device"),
            value("--arch", ARCHITECTURE), value("--variant", ARCHITECTURE),
            value("--health-cmd", "nobody watches the program"), value("--stop-timeout", "nobody stops the program but "
                    + "you; timeout 60 anyarch run … does"));

    private DockerRunOptions() {}

    private static Refused flag(String names, String reason) {
        return new Refused(Option.flag(names, ""), reason);
    }

    private static Refused value(String names, String reason) {
        return new Refused(Option.values(names, "VALUE", ""), reason);
    }

    static List<Option> all() {
        List<Option> all = new ArrayList<>(ACCEPTED);
        all.add(PUBLISH);
        REFUSED.forEach(refused -> all.add(refused.option()));
        return all;
    }

    /**
     * Looks for what cannot be had.
     *
     * @throws UsageException for the first, with what to do
     */
    static void check(Arguments arguments, ContainerSpec.Network network) throws UsageException {
        for (Refused refused : REFUSED) {
            if (refused.option().takesValue()
                    ? arguments.value(refused.option()).isPresent()
                    : arguments.has(refused.option())) {
                throw new UsageException("option %s is not available: %s".formatted(refused.option().name(),
                        refused.reason()));
            }
        }
        for (String text : arguments.values(PUBLISH)) {
            checkPort(text, network);
        }
    }

    /** A port of the program is the same one of this machine; nothing is forwarded. */
    private static void checkPort(String text, ContainerSpec.Network network) throws UsageException {
        List<String> parts = Stream.of(text.replaceFirst("/(tcp|udp|sctp)$", "").split(":(?![^\\[]*])", -1)).toList();
        if (parts.size() > 3 || !parts.getLast().matches("\\d{1,5}(-\\d{1,5})?")) {
            throw new UsageException(
                    "option --publish: expected [[ADDRESS:]HOST:]PORT[/udp], found '%s'".formatted(text));
        }
        if (network == ContainerSpec.Network.NONE) {
            throw new UsageException("option --publish: with --network none there are no ports");
        }
        String port = parts.getLast();
        String host = parts.size() == 1 ? port : parts.get(parts.size() - 2);
        if (!host.isEmpty() && !host.equals(port)) {
            throw new UsageException(
                    "option --publish %s: nothing is forwarded, since the program has this machine's network: let it listen on %s itself, and leave -p out"
                            .formatted(text, host));
        }
        if (parts.size() == 3 && !List.of("0.0.0.0", "[::]", "").contains(parts.getFirst())) {
            throw new UsageException(
                    "option --publish %s: the program decides on which address it listens, since it has this machine's network: let it listen on %s itself, and leave -p out"
                            .formatted(text, parts.getFirst()));
        }
    }
}
