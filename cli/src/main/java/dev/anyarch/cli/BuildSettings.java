package dev.anyarch.cli;

import dev.anyarch.builder.build.RunSettings;
import dev.anyarch.model.Nearest;
import dev.anyarch.runtime.ContainerSpec;
import dev.anyarch.runtime.ResourceLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of {@code build} that say under which conditions commands are executed. */
final class BuildSettings {
    static final Option ALLOW = Option.values("--allow", "ENTITLEMENT",
            "what RUN may ask for: security.insecure; network.host, which it has anyway");
    static final Option NETWORK = Option.value("--network", "host|none|default",
            "the network of a RUN that asks for none; the default is host");
    static final Option SHM_SIZE = Option.value("--shm-size", "BYTES", "how large /dev/shm is for RUN (default 64m)");
    static final Option ULIMIT = Option.values("--ulimit", "NAME=SOFT[:HARD]",
            "a limit for RUN, at most the hard limit of this process, such as nofile=1024:2048");
    static final Option CGROUP_PARENT = Option.value("--cgroup-parent", "GROUP",
            "refused: commands stay in the control group that anyarch itself is in");

    static final List<Option> OPTIONS = List.of(ContainerRequest.ADD_HOST, ALLOW, CGROUP_PARENT, NETWORK, SHM_SIZE,
            ULIMIT);
    static final String INSECURE = "security.insecure";
    private static final List<String> ENTITLEMENTS = List.of("network.host", INSECURE);
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) ?([kmgt]?)(?:i?b)?");

    private BuildSettings() {}

    static RunSettings of(Arguments arguments) throws UsageException, CannotException {
        if (arguments.value(CGROUP_PARENT).filter(group -> !group.isEmpty()).isPresent()) {
            throw new CannotException(
                    ("option --cgroup-parent %s: no control group is made for commands, which stay in that of anyarch; "
                            + "start anyarch in the one you want (systemd-run --scope --slice=NAME anyarch build …)")
                            .formatted(arguments.value(CGROUP_PARENT).get()));
        }
        Optional<String> size = arguments.value(SHM_SIZE).filter(text -> !text.isEmpty());
        return new RunSettings(network(arguments.value(NETWORK).orElse("")), ContainerRequest.hosts(arguments),
                size.isPresent() ? bytes(size.get()) : ContainerSpec.DEFAULT_SHM_SIZE, limits(arguments),
                entitlements(arguments).contains(INSECURE));
    }

    private static ContainerSpec.Network network(String text) throws UsageException {
        return switch (text) {
            case "", "default", "host" -> ContainerSpec.Network.HOST;
            case "none" -> ContainerSpec.Network.NONE;
            default -> throw new UsageException(
                    "option --network: expected default, host or none, found '%s'; there are no other networks"
                            .formatted(text));
        };
    }

    private static List<String> entitlements(Arguments arguments) throws UsageException {
        List<String> given = arguments.separatedValues(ALLOW);
        for (String entitlement : given) {
            if (!ENTITLEMENTS.contains(entitlement)) {
                throw new UsageException("option --allow: expected %s, found '%s'%s".formatted(
                        String.join(" or ", ENTITLEMENTS), entitlement,
                        Nearest.suggestion(entitlement, ENTITLEMENTS)));
            }
        }
        return given;
    }

    static List<ResourceLimit> limits(Arguments arguments) throws UsageException {
        List<ResourceLimit> limits = new ArrayList<>();
        for (String text : arguments.values(ULIMIT)) {
            try {
                ResourceLimit limit = ResourceLimit.parse(text);
                limits.removeIf(known -> known.kind() == limit.kind());
                limits.add(limit);
            } catch (IllegalArgumentException e) {
                throw new UsageException("option --ulimit: %s".formatted(e.getMessage()));
            }
        }
        return limits;
    }

    /** As Docker reads amounts of memory: every unit is a power of 1024. */
    private static long bytes(String text) throws UsageException {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new UsageException("option --shm-size: expected a number of bytes such as 128m, found '%s'"
                    .formatted(text));
        }
        int unit = size.group(2).isEmpty() ? 0 : "kmgt".indexOf(size.group(2)) + 1;
        long bytes = Math.round(Double.parseDouble(size.group(1)) * Math.pow(1024, unit));
        if (bytes <= 0) {
            throw new UsageException("option --shm-size: expected more than nothing, found '%s'".formatted(text));
        }
        return bytes;
    }
}
