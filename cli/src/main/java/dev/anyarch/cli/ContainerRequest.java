package dev.anyarch.cli;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.runtime.ContainerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a program of an image is to be executed, as far as the command line says so; the image's config says the rest.
 *
 * @param command instead of the image's own; empty for that
 * @param environment in addition to the image's
 * @param hosts addresses by name
 * @param hasInput whether the program reads standard input
 * @param hasTerminal whether it has a terminal of its own
 */
record ContainerRequest(List<String> command, Optional<String> entrypoint, Map<String, String> environment,
        List<Volume> volumes, Optional<String> directory, Optional<String> user, ContainerSpec.Network network,
        String hostname, Map<String, String> hosts, boolean hasInput, boolean hasTerminal) {
    static final Option INTERACTIVE = Option.flag("-i,--interactive", "the program reads standard input");
    static final Option TERMINAL = Option.flag("-t,--tty",
            "the program has a terminal of its own; with -i, it is yours");
    static final Option ENV = Option.values("-e,--env", "KEY[=VALUE]",
            "a variable of the program; without a value, as it is here");
    static final Option ENV_FILE = Option.values("--env-file", "FILE", "variables, one a line");
    static final Option VOLUME = Option.values("-v,--volume", "SRC:DST[:ro]",
            "a file or directory of this machine, seen at DST");
    static final Option DIRECTORY = Option.value("-w,--workdir", "DIR", "where the program begins");
    static final Option USER = Option.value("-u,--user", "USER[:GROUP]", "who the program runs as");
    static final Option ENTRYPOINT = Option.value("--entrypoint", "PROGRAM",
            "instead of the image's; empty for none");
    static final Option NETWORK = Option.value("--network", "host|none",
            "this machine's (the default), or nothing but itself");
    static final Option HOSTNAME = Option.value("--hostname", "NAME", "its name for this machine");
    static final Option ADD_HOST = Option.values("--add-host", "NAME:ADDRESS", "a line for /etc/hosts");

    static final List<Option> OPTIONS = List.of(ENV, ENV_FILE, VOLUME, DIRECTORY, USER, ENTRYPOINT, NETWORK, HOSTNAME,
            ADD_HOST);
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /**
     * Something of this machine that the program sees.
     *
     * @param target absolute
     */
    record Volume(Path source, String target, boolean readOnly) {}

    ContainerRequest {
        command = List.copyOf(command);
        volumes = List.copyOf(volumes);
    }

    /** @param command what follows the image's name */
    static ContainerRequest of(Arguments arguments, List<String> command, Environment environment)
            throws IOException {
        List<Volume> volumes = new ArrayList<>();
        for (String text : arguments.values(VOLUME)) {
            volumes.add(volume(text, environment));
        }
        Map<String, String> hosts = new LinkedHashMap<>();
        for (String text : arguments.values(ADD_HOST)) {
            int colon = text.indexOf(':');
            if (colon < 1 || colon == text.length() - 1) {
                throw new UsageException("option --add-host: expected NAME:ADDRESS, found '%s'".formatted(text));
            }
            hosts.put(text.substring(0, colon), text.substring(colon + 1));
        }
        Optional<String> directory = arguments.value(DIRECTORY);
        if (directory.filter(text -> !text.startsWith("/")).isPresent()) {
            throw new UsageException(
                    "option --workdir: expected an absolute path, found '%s'".formatted(directory.get()));
        }
        return new ContainerRequest(command, arguments.value(ENTRYPOINT), variables(arguments, environment), volumes,
                directory, arguments.value(USER), network(arguments.value(NETWORK).orElse("host")),
                arguments.value(HOSTNAME).orElse(ContainerSpec.DEFAULT_HOSTNAME), hosts,
                arguments.has(INTERACTIVE), arguments.has(TERMINAL));
    }

    private static ContainerSpec.Network network(String text) throws UsageException {
        return switch (text) {
            case "host" -> ContainerSpec.Network.HOST;
            case "none" -> ContainerSpec.Network.NONE;
            default -> throw new UsageException("option --network: expected host or none, found '%s'".formatted(text));
        };
    }

    private static Volume volume(String text, Environment environment) throws UsageException {
        String[] parts = text.split(":", -1);
        boolean knownMode = parts.length == 2 || parts.length == 3 && parts[2].matches("ro|rw");
        if (!knownMode || parts[0].isEmpty() || !parts[1].matches("/.*[^/].*")) {
            throw new UsageException(
                    "option --volume: expected SRC:DST or SRC:DST:ro with DST below /, found '%s'".formatted(text));
        }
        Path source = environment.path(parts[0]);
        if (!Files.exists(source)) {
            throw new UsageException(
                    "option --volume: %s: expected a file or directory, found nothing; make it first (volumes by name are not available)"
                            .formatted(source));
        }
        return new Volume(source.toAbsolutePath(), parts[1], parts.length == 3 && parts[2].equals("ro"));
    }

    /** The files' first, so that the options say more. */
    private static Map<String, String> variables(Arguments arguments, Environment environment) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
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

    private static void assign(Map<String, String> variables, String text, Option option, Environment environment)
            throws UsageException {
        int equals = text.indexOf('=');
        if (equals == 0 || text.isEmpty()) {
            throw new UsageException("option %s: expected KEY or KEY=VALUE, found '%s'".formatted(option.name(), text));
        }
        if (equals > 0) {
            variables.put(text.substring(0, equals), text.substring(equals + 1));
        } else if (environment.variables().containsKey(text)) {
            variables.put(text, environment.variables().getOrDefault(text, ""));
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

    Map<String, String> environment(Optional<JsonFields> image) throws InvalidContentException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", USUAL_PATH);
        if (hasTerminal) {
            all.put("TERM", "xterm");
        }
        for (String assignment : words(image, "Env")) {
            int equals = assignment.indexOf('=');
            all.put(equals < 0 ? assignment : assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        all.putAll(environment);
        return all;
    }

    String directory(Optional<JsonFields> image) throws InvalidContentException {
        String own = text(image, "WorkingDir");
        return directory.orElse(own.startsWith("/") ? own : "/" + own);
    }

    String user(Optional<JsonFields> image) throws InvalidContentException {
        return user.isPresent() ? user.get() : text(image, "User");
    }

    private static List<String> words(Optional<JsonFields> image, String name) throws InvalidContentException {
        return image.isPresent() ? image.get().strings(name) : List.of();
    }

    private static String text(Optional<JsonFields> image, String name) throws InvalidContentException {
        return image.isPresent() ? image.get().stringOrEmpty(name) : "";
    }
}
