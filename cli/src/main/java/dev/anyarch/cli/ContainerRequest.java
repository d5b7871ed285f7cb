package dev.anyarch.cli;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.runtime.Confinement;
import dev.anyarch.runtime.ContainerMount;
import dev.anyarch.runtime.ContainerSpec;
import dev.anyarch.runtime.HostAddress;
import dev.anyarch.runtime.Resolver;
import dev.anyarch.runtime.ResourceLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a program of an image is to be executed, as far as the command line says so; the image's config says the rest.
 *
 * @param command instead of the image's own; empty for that
 * @param environment in addition to the image's; without a value, the image's is taken away
 * @param hasInput whether the program reads standard input
 * @param hasTerminal whether it has a terminal of its own
 * @param mounts what it sees that is not in the image; their targets may have links of the image in them
 * @param groups that it is in, in addition to those of its user
 * @param confinement what it is kept from
 * @param shmSize of {@code /dev/shm}, in bytes
 * @param limits that differ from those of this process
 * @param stopSignal what it gets when it is asked to end
 */
record ContainerRequest(List<String> command, Optional<String> entrypoint, Map<String, Optional<String>> environment,
        List<ContainerMount> mounts, Optional<String> directory, Optional<String> user, ContainerSpec.Network network,
        String hostname, List<HostAddress> hosts, Resolver resolver, boolean hasInput, boolean hasTerminal,
        List<String> groups, Confinement confinement, long shmSize, List<ResourceLimit> limits,
        Optional<String> stopSignal) {
    static final Option INTERACTIVE = Option.flag("-i,--interactive", "the program reads standard input");
    static final Option TERMINAL = Option.flag("-t,--tty",
            "the program has a terminal of its own; with -i, it is yours");
    static final Option ENV = Option.values("-e,--env", "KEY[=VALUE]",
            "a variable of the program; without a value, as it is here");
    static final Option ENV_FILE = Option.values("--env-file", "FILE", "variables, one a line");
    static final Option DIRECTORY = Option.value("-w,--workdir", "DIR", "where the program begins");
    static final Option USER = Option.value("-u,--user", "USER[:GROUP]", "who the program runs as");
    static final Option ENTRYPOINT = Option.value("--entrypoint", "PROGRAM",
            "instead of the image's; empty for none");
    static final Option NETWORK = Option.value("--net,--network", "host|none",
            "this machine's (the default), or nothing but itself");
    static final Option HOSTNAME = Option.value("-h,--hostname", "NAME", "its name for this machine");
    static final Option ADD_HOST = Option.values("--add-host", "NAME:ADDRESS", "a line for /etc/hosts");

    static final Option GROUP_ADD = Option.values("--group-add", "GROUP", "one more group that the program is in");
    static final Option DNS = Option.values("--dns", "ADDRESS", "a name server, instead of this machine's");
    static final Option DNS_SEARCH = Option.values("--dns-search", "DOMAIN",
            "a domain that names are tried in; . for none");
    static final Option DNS_OPTION = Option.values("--dns-option,--dns-opt", "OPTION", "a setting of /etc/resolv.conf");
    static final Option ULIMIT = Option.values("--ulimit", "NAME=SOFT[:HARD]",
            "a limit, at most the hard limit of this process, such as nofile=1024:2048");
    static final Option SHM_SIZE = Option.value("--shm-size", "SIZE", "of /dev/shm (default 64m)");
    static final Option STOP_SIGNAL = Option.value("--stop-signal", "SIGNAL",
            "what the program gets when anyarch is asked to end (TERM)");

    static final List<Option> OPTIONS = Stream
            .of(List.of(ENV, ENV_FILE), VolumeOptions.OPTIONS, List.of(DIRECTORY, USER,
                    GROUP_ADD, ENTRYPOINT, NETWORK, HOSTNAME, ADD_HOST, DNS, DNS_SEARCH, DNS_OPTION, SHM_SIZE, ULIMIT,
                    STOP_SIGNAL), ConfinementOptions.OPTIONS)
            .flatMap(List::stream)
            .toList();
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    ContainerRequest {
        command = List.copyOf(command);
        mounts = List.copyOf(mounts);
        groups = List.copyOf(groups);
        limits = List.copyOf(limits);
    }

    /** @param command what follows the image's name */
    static ContainerRequest of(Arguments arguments, List<String> command, Environment environment)
            throws IOException {
        Optional<String> shm = arguments.value(SHM_SIZE);
        long shmSize = shm.isPresent() ? VolumeOptions.size(SHM_SIZE, shm.get()) : ContainerSpec.DEFAULT_SHM_SIZE;
        Optional<String> directory = arguments.value(DIRECTORY);
        if (directory.filter(text -> !text.startsWith("/")).isPresent()) {
            throw new UsageException(
                    "option --workdir: expected an absolute path, found '%s'".formatted(directory.get()));
        }
        return new ContainerRequest(command, arguments.value(ENTRYPOINT), variables(arguments, environment),
                new VolumeOptions(environment).parse(arguments),
                directory, arguments.value(USER), network(arguments.value(NETWORK).orElse("host")),
                arguments.value(HOSTNAME).orElse(ContainerSpec.DEFAULT_HOSTNAME), hosts(arguments),
                resolver(arguments), arguments.has(INTERACTIVE), arguments.has(TERMINAL), arguments.values(GROUP_ADD),
                ConfinementOptions.parse(arguments, environment), shmSize, BuildSettings.limits(arguments),
                signal(arguments));
    }

    private static Optional<String> signal(Arguments arguments) throws UsageException {
        Optional<String> text = arguments.value(STOP_SIGNAL);
        if (text.isPresent() && RunSignals.number(text.get()).isEmpty()) {
            throw new UsageException("option --stop-signal: expected a signal such as QUIT or 3, found '%s'".formatted(
                    text.get()));
        }
        return text;
    }

    private static Resolver resolver(Arguments arguments) throws UsageException {
        for (String server : arguments.values(DNS)) {
            try {
                HostAddress.requireAddress(server);
            } catch (IllegalArgumentException e) {
                throw new UsageException("option --dns: %s".formatted(e.getMessage()));
            }
        }
        for (Option option : List.of(DNS_SEARCH, DNS_OPTION)) {
            for (String text : arguments.values(option)) {
                if (!text.matches("[!-~]+")) {
                    throw new UsageException("option %s: expected one word, found '%s'".formatted(option.name(), text));
                }
            }
        }
        return new Resolver(arguments.values(DNS), arguments.values(DNS_SEARCH), arguments.values(DNS_OPTION));
    }

    /** What {@code --add-host} says. */
    static List<HostAddress> hosts(Arguments arguments) throws UsageException {
        List<HostAddress> hosts = new ArrayList<>();
        for (String text : arguments.values(ADD_HOST)) {
            try {
                hosts.addAll(HostAddress.parse(text));
            } catch (IllegalArgumentException e) {
                throw new UsageException("option --add-host: %s".formatted(e.getMessage()));
            }
        }
        return hosts;
    }

    private static ContainerSpec.Network network(String text) throws UsageException {
        return switch (text) {
            case "host", "default" -> ContainerSpec.Network.HOST;
            case "none" -> ContainerSpec.Network.NONE;
            default -> throw new UsageException(
                    "option --network: expected host or none, found '%s'; there is no network between the two"
                            .formatted(
                                    text));
        };
    }

    /** The files' first, so that the options say more. */
    private static Map<String, Optional<String>> variables(Arguments arguments, Environment environment)
            throws IOException {
        Map<String, Optional<String>> variables = new LinkedHashMap<>();
        for (String file : arguments.values(ENV_FILE)) {
            for (String line : Files.readAllLines(environment.path(file))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    assign(variables, line, ENV_FILE, environment);
                }
            }
        }
        for (String text : arguments.values(ENV)) {
            assign(variables, text, ENV, environment);
        }
        return variables;
    }

    private static void assign(Map<String, Optional<String>> variables, String text, Option option,
            Environment environment) throws UsageException {
        int equals = text.indexOf('=');
        if (equals == 0 || text.isEmpty()) {
            throw new UsageException("option %s: expected KEY or KEY=VALUE, found '%s'".formatted(option.name(), text));
        }
        if (equals > 0) {
            variables.put(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
        } else if (option.equals(ENV) || environment.variables().containsKey(text)) {
            variables.put(text, Optional.ofNullable(environment.variables().get(text)));
        }
    }

    /**
     * The program and its arguments. Another entrypoint makes the image's command meaningless.
     *
     * @param image its {@code config}
     */
    List<String> arguments(Optional<JsonFields> image) throws IOException {
        List<String> all = new ArrayList<>();
        if (entrypoint.isPresent()) {
            entrypoint.filter(program -> !program.isEmpty()).ifPresent(all::add);
            all.addAll(command);
        } else {
            all.addAll(words(image, "Entrypoint"));
            all.addAll(command.isEmpty() ? words(image, "Cmd") : command);
        }
        if (all.isEmpty()) {
            throw new UsageException("the image has no command of its own; write one after its name");
        }
        return all;
    }

    /** @param home of the user */
    Map<String, String> environment(Optional<JsonFields> image, String home) throws InvalidContentException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", USUAL_PATH);
        all.put("HOSTNAME", hostname);
        all.put("HOME", home);
        if (hasTerminal) {
            all.put("TERM", "xterm");
        }
        for (String assignment : words(image, "Env")) {
            int equals = assignment.indexOf('=');
            all.put(equals < 0 ? assignment : assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        environment.forEach((name, value) -> {
            all.remove(name);
            value.ifPresent(present -> all.put(name, present));
        });
        return all;
    }

    String directory(Optional<JsonFields> image) throws InvalidContentException {
        String own = text(image, "WorkingDir");
        return directory.orElse(own.startsWith("/") ? own : "/" + own);
    }

    String user(Optional<JsonFields> image) throws InvalidContentException {
        return user.isPresent() ? user.get() : text(image, "User");
    }

    /** The number of the signal by which it is asked to end. */
    int stopSignal(Optional<JsonFields> image) throws InvalidContentException {
        return RunSignals.number(stopSignal.isPresent() ? stopSignal.get() : text(image, "StopSignal"))
                .orElse(RunSignals.TERM);
    }

    private static List<String> words(Optional<JsonFields> image, String name) throws InvalidContentException {
        return image.isPresent() ? image.get().strings(name) : List.of();
    }

    private static String text(Optional<JsonFields> image, String name) throws InvalidContentException {
        return image.isPresent() ? image.get().stringOrEmpty(name) : "";
    }
}
