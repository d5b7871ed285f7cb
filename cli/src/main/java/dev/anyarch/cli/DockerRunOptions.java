package dev.anyarch.cli;

import dev.anyarch.runtime.ContainerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
    private static final String KEEP = "the program ends with this command; 'anyarch run … &', nohup or a unit of systemd "
            + "keep both going";
    private static final String ALWAYS = "a unit of systemd with Restart= starts it anew";
    private static final String VOLUMES = "volumes have no names here; -v DIRECTORY:/path shares a directory";
    private static final String NETWORK = "the program has this machine's network, or none (--network)";
    private static final String SHARED = "programs have namespaces of their own for processes, mounts, names and "
            + "messages, and the user namespace of the executor (anyarch doctor)";
    private static final String WATCHED = "nobody watches the program";
    private static final String ARCHITECTURE = "--platform linux/ARCH[/VARIANT] names the entry";

    /** An option that is refused, and why, as far as that depends on its value. */
    private record Refused(Option option, UnaryOperator<String> reason) {}

    private static final List<Refused> REFUSED = List.of(
            flag("-d,--detach", KEEP),
            value("--restart", ALWAYS),
            value("--cidfile", "there is nothing to refer to; the process is that of this command"),
            value("-a,--attach", "output is always attached, and input with -i"),
            value("--detach-keys", "nothing can be detached from"),
            limit("-m,--memory", DockerRunOptions::memory),
            limit("--memory-swap", _ -> "MemorySwapMax=0"),
            limit("--memory-reservation", bytes -> "MemoryLow=" + bytes.toUpperCase(Locale.ROOT)),
            limit("--memory-swappiness", _ -> "MemorySwapMax=0"),
            limit("--kernel-memory", DockerRunOptions::memory),
            limit("--cpus", DockerRunOptions::quota),
            limit("-c,--cpu-shares", _ -> "CPUWeight=100"),
            limit("--cpu-period", _ -> "CPUQuota=150%"),
            limit("--cpu-quota", _ -> "CPUQuota=150%"),
            value("--cpuset-cpus", "taskset -c 0,1 anyarch run … does that"),
            value("--cpuset-mems", "numactl --membind=0 anyarch run … does that"),
            limit("--pids-limit", count -> "TasksMax=" + count),
            limit("--blkio-weight", _ -> "IOWeight=100"),
            value("--cgroup-parent",
                    "the program is in the control group that anyarch is in; start it in the one you want"),
            value("--cgroupns", "the program is in the control group that anyarch is in"),
            flag("--oom-kill-disable", "choom -n -1000 -- anyarch run … does that as root"),
            value("--oom-score-adj", "choom -n 500 -- anyarch run … does that"),
            value("--storage-opt", "what the program writes is limited by the disk alone"),
            value("--isolation", "it is for Windows"),
            value("--gpus", "devices are given one by one: --device /dev/dri/renderD128"),
            value("--device-cgroup-rule", "devices are given one by one: --device"),
            value("--volumes-from", VOLUMES),
            value("--volume-driver", VOLUMES),
            value("--link", NETWORK),
            value("--ip", NETWORK),
            value("--ip6", NETWORK),
            value("--mac-address", NETWORK),
            value("--network-alias", NETWORK),
            value("--domainname", "--hostname NAME.DOMAIN has both"),
            value("--ipc", SHARED),
            value("--pid", SHARED),
            value("--uts", SHARED),
            value("--userns", SHARED),
            value("--sysctl", "settings of the kernel are this machine's; sysctl -w as root"),
            value("--runtime",
                    "crun or runc is taken, whichever is there; ANYARCH_EXECUTOR=NAME chooses the way to execute"),
            value("--arch", ARCHITECTURE),
            value("--variant", ARCHITECTURE),
            value("--health-cmd", WATCHED),
            value("--health-interval", WATCHED),
            value("--health-timeout", WATCHED),
            value("--health-retries", WATCHED),
            value("--health-start-period", WATCHED),
            value("--stop-timeout", "nobody stops the program but you; timeout 60 anyarch run … does"));

    private DockerRunOptions() {}

    private static Refused flag(String names, String reason) {
        return new Refused(Option.flag(names, ""), _ -> reason);
    }

    private static Refused value(String names, String reason) {
        return new Refused(Option.values(names, "VALUE", ""), _ -> reason);
    }

    /** @param property of a unit of systemd, for the value of the option */
    private static Refused limit(String names, UnaryOperator<String> property) {
        return new Refused(Option.values(names, "VALUE", ""),
                value -> "no control group is made here; systemd-run --scope -p %s anyarch run … makes one with this limit (with --user for who is not root)"
                        .formatted(property.apply(value)));
    }

    private static String memory(String bytes) {
        return "MemoryMax=" + bytes.toUpperCase(Locale.ROOT).replaceFirst("B$", "");
    }

    private static String quota(String processors) {
        return processors.matches("\\d{0,4}\\.?\\d{1,4}")
                ? "CPUQuota=%d%%".formatted(Math.round(Double.parseDouble(processors) * 100))
                : "CPUQuota=150%";
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
            Optional<String> value = arguments.value(refused.option());
            if (refused.option().takesValue() ? value.isPresent() : arguments.has(refused.option())) {
                throw new UsageException("option %s is not available: %s".formatted(refused.option().name(),
                        refused.reason().apply(value.orElse(""))));
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
