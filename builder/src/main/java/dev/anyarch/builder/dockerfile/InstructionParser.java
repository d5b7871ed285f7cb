package dev.anyarch.builder.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One logical line becomes one instruction. */
final class InstructionParser {
    private static final Set<String> NAMES = Set.of("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM",
            "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR");
    private static final Pattern STAGE_NAME = Pattern.compile("[a-z][a-z0-9-_.]*");

    private final char escape;
    private final List<DockerfileWarning> warnings;

    InstructionParser(char escape, List<DockerfileWarning> warnings) {
        this.escape = escape;
        this.warnings = warnings;
    }

    Instruction parse(LogicalLine line) throws DockerfileException {
        String[] parts = line.text().split("\\s+", 2);
        String name = parts[0].toUpperCase(Locale.ROOT);
        String arguments = parts.length < 2 ? "" : parts[1].strip();
        SourceLocation at = line.location();
        if (!NAMES.contains(name)) {
            throw new DockerfileException(at,
                    "unknown instruction %s%s".formatted(parts[0], Suggestion.of(name, NAMES)));
        }
        return switch (name) {
            case "FROM" -> from(at, arguments);
            case "ARG" -> arg(at, withoutFlags(at, name, arguments));
            case "ENV" -> new Instruction.Env(at, keyValues(at, name, withoutFlags(at, name, arguments)));
            case "LABEL" -> new Instruction.Label(at, keyValues(at, name, withoutFlags(at, name, arguments)));
            case "RUN" -> run(line, arguments);
            case "COPY" -> new TransferParser(line, escape).copy(arguments);
            case "ADD" -> new TransferParser(line, escape).add(arguments);
            case "CMD" -> new Instruction.Cmd(at, command(at, name, withoutFlags(at, name, arguments)));
            case "ENTRYPOINT" -> new Instruction.Entrypoint(at, command(at, name, withoutFlags(at, name, arguments)));
            case "EXPOSE" -> new Instruction.Expose(at,
                    required(at, name, Words.atWhiteSpace(withoutFlags(at, name, arguments))).stream()
                            .sorted()
                            .toList());
            case "VOLUME" -> volume(at, withoutFlags(at, name, arguments));
            case "USER" -> new Instruction.User(at, text(at, name, arguments));
            case "WORKDIR" -> new Instruction.Workdir(at, text(at, name, arguments));
            case "STOPSIGNAL" -> new Instruction.StopSignal(at, text(at, name, arguments));
            case "MAINTAINER" -> maintainer(at, text(at, name, arguments));
            case "SHELL" -> shell(at, withoutFlags(at, name, arguments));
            case "HEALTHCHECK" -> HealthcheckParser.parse(at, arguments, escape);
            case "ONBUILD" -> onBuild(line, arguments);
            default -> throw new IllegalStateException(name);
        };
    }

    /** A trigger of ONBUILD, which may not be just anything. */
    Instruction parseTrigger(LogicalLine line) throws DockerfileException {
        requireTrigger(line.location(), line.text().split("\\s+", 2)[0].toUpperCase(Locale.ROOT));
        return parse(line);
    }

    private static void requireTrigger(SourceLocation at, String name) throws DockerfileException {
        if (name.equals("ONBUILD") || name.equals("FROM") || name.equals("MAINTAINER")) {
            throw new DockerfileException(at, "ONBUILD cannot trigger ONBUILD, FROM or MAINTAINER");
        }
    }

    private Instruction.From from(SourceLocation at, String arguments) throws DockerfileException {
        Flags flags = Flags.parse(at, "FROM", arguments, escape, Set.of("platform"), Set.of());
        List<String> words = Words.atWhiteSpace(flags.rest());
        if (words.size() != 1 && (words.size() != 3 || !words.get(1).equalsIgnoreCase("AS"))) {
            throw new DockerfileException(at, "expected FROM IMAGE or FROM IMAGE AS NAME");
        }
        Optional<String> name = Optional.empty();
        if (words.size() == 3) {
            String lower = words.get(2).toLowerCase(Locale.ROOT);
            if (!STAGE_NAME.matcher(lower).matches()) {
                throw new DockerfileException(at.at(words.get(2)),
                        ("stage name '%s': expected a letter, then letters, digits, "
                                + "'-', '_' or '.'").formatted(words.get(2)));
            }
            name = Optional.of(lower);
        }
        return new Instruction.From(at, flags.value("platform"), words.getFirst(), name);
    }

    private Instruction.Arg arg(SourceLocation at, String arguments) throws DockerfileException {
        List<Instruction.Arg.Declaration> declarations = new ArrayList<>();
        for (String word : required(at, "ARG", Words.split(arguments, escape))) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (name.isEmpty()) {
                throw new DockerfileException(at.at(word),
                        "expected ARG NAME or ARG NAME=DEFAULT, found '%s'".formatted(word));
            }
            declarations.add(new Instruction.Arg.Declaration(name,
                    equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1))));
        }
        return new Instruction.Arg(at, declarations);
    }

    private List<Instruction.KeyValue> keyValues(SourceLocation at, String name, String arguments)
            throws DockerfileException {
        List<String> words = required(at, name, Words.split(arguments, escape));
        if (!words.getFirst().contains("=")) {
            return legacyKeyValue(at, name, arguments);
        }
        List<Instruction.KeyValue> pairs = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new DockerfileException(at.at(word), "%s: expected NAME=VALUE, found '%s'".formatted(name, word));
            }
            pairs.add(new Instruction.KeyValue(word.substring(0, equals), word.substring(equals + 1)));
        }
        return pairs;
    }

    /** {@code ENV NAME the rest of the line}, which a fifth of all files still use. */
    private static List<Instruction.KeyValue> legacyKeyValue(SourceLocation at, String name, String arguments)
            throws DockerfileException {
        String[] parts = arguments.split("\\s+", 2);
        if (parts.length < 2) {
            throw new DockerfileException(at, "%s needs a value: expected %s %s=VALUE".formatted(name, name, parts[0]));
        }
        return List.of(new Instruction.KeyValue(parts[0], parts[1]));
    }

    private Instruction.Run run(LogicalLine line, String arguments) throws DockerfileException {
        SourceLocation at = line.location();
        Flags flags = Flags.parse(at, "RUN", arguments, escape, Set.of("network", "security"),
                Set.of("mount", "device"));
        if (flags.rest().isEmpty()) {
            throw new DockerfileException(at, "RUN needs a command");
        }
        CommandLine command = line.heredocs().isEmpty()
                ? command(at, "RUN", flags.rest())
                : new CommandLine.Shell(flags.rest());
        return new Instruction.Run(at, command, flags.all("mount"), flags.nonEmpty("network"),
                flags.nonEmpty("security"),
                line.heredocs());
    }

    private Instruction.Volume volume(SourceLocation at, String arguments) throws DockerfileException {
        Optional<List<String>> json = JsonForm.parse(at, arguments);
        List<String> paths = required(at, "VOLUME", json.orElseGet(() -> Words.atWhiteSpace(arguments)));
        if (paths.stream().anyMatch(String::isBlank)) {
            throw new DockerfileException(at, "VOLUME: expected a path, found an empty one");
        }
        return new Instruction.Volume(at, paths.stream().map(String::strip).toList());
    }

    private static Instruction.Shell shell(SourceLocation at, String arguments) throws DockerfileException {
        List<String> words = JsonForm.parse(at, arguments)
                .orElseThrow(() -> new DockerfileException(at,
                        "SHELL takes only the JSON form, such as SHELL [\"/bin/sh\", \"-c\"]"));
        return new Instruction.Shell(at, required(at, "SHELL", words));
    }

    private Instruction.Maintainer maintainer(SourceLocation at, String author) {
        warnings.add(new DockerfileWarning(at, LintRule.MAINTAINER_DEPRECATED,
                "MAINTAINER is deprecated; write LABEL org.opencontainers.image.authors"));
        return new Instruction.Maintainer(at, author);
    }

    private Instruction.OnBuild onBuild(LogicalLine line, String arguments) throws DockerfileException {
        if (arguments.isEmpty()) {
            throw new DockerfileException(line.location(), "ONBUILD needs an instruction");
        }
        requireTrigger(line.location(), arguments.split("\\s+", 2)[0].toUpperCase(Locale.ROOT));
        Instruction trigger = parse(
                new LogicalLine(line.location(), arguments, line.heredocs(), line.heredocText()));
        return new Instruction.OnBuild(line.location(), arguments + line.heredocText(), trigger);
    }

    private static CommandLine command(SourceLocation at, String name, String arguments) throws DockerfileException {
        Optional<List<String>> json = JsonForm.parse(at, arguments);
        if (json.isPresent()) {
            return new CommandLine.Exec(json.get());
        }
        if (arguments.isEmpty() && !name.equals("CMD") && !name.equals("ENTRYPOINT")) {
            throw new DockerfileException(at, name + " needs a command");
        }
        return new CommandLine.Shell(arguments);
    }

    private String text(SourceLocation at, String name, String arguments) throws DockerfileException {
        String rest = withoutFlags(at, name, arguments);
        if (rest.isEmpty()) {
            throw new DockerfileException(at, name + " needs an argument");
        }
        return rest;
    }

    private String withoutFlags(SourceLocation at, String name, String arguments) throws DockerfileException {
        return Flags.parse(at, name, arguments, escape, Set.of(), Set.of()).rest();
    }

    private static List<String> required(SourceLocation at, String name, List<String> words)
            throws DockerfileException {
        if (words.isEmpty()) {
            throw new DockerfileException(at, name + " needs at least one argument");
        }
        return words;
    }
}
