package dev.anyarch.builder.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A parsed Dockerfile.
 *
 * @param file its name for messages
 * @param globalArgs the ARGs before the first FROM
 * @param stages at least one
 * @param warnings found while parsing
 * @param lines as written
 */
public record Dockerfile(String file, Directives directives, List<Instruction.Arg> globalArgs, List<Stage> stages,
        List<DockerfileWarning> warnings, List<String> lines) {
    /** The largest Dockerfile that is read. */
    public static final int MAX_SIZE = 8 * 1024 * 1024;

    /** More than anybody writes; each costs something in everything that follows. */
    private static final int MAX_INSTRUCTIONS = 10_000;
    /** Stages may stand on each other, and are visited that deep. */
    private static final int MAX_STAGES = 250;

    public Dockerfile {
        globalArgs = List.copyOf(globalArgs);
        stages = List.copyOf(stages);
        warnings = List.copyOf(warnings);
        lines = List.copyOf(lines);
    }

    public static Dockerfile parse(String file, String text) throws DockerfileException {
        List<String> written = lines(file, text);
        List<String> lines = written.stream().map(LineJoiner::withoutEnd).toList();
        Directives directives = Directives.parse(file, lines);
        List<DockerfileWarning> warnings = new ArrayList<>();
        directives.foreignSyntax()
                .ifPresent(syntax -> warnings.add(new DockerfileWarning(Optional.empty(),
                        "%s asks for the front end %s, which is not used; what only it knows is an error".formatted(
                                file,
                                syntax))));
        InstructionParser parser = new InstructionParser(directives.escape(), warnings);
        List<Instruction> instructions = new ArrayList<>();
        for (LogicalLine line : LineJoiner.join(file, written, directives.escape(), warnings)) {
            instructions.add(parser.parse(line));
        }
        return inStages(file, directives, instructions, warnings, lines);
    }

    public Dockerfile withStages(List<Stage> newStages) {
        return new Dockerfile(file, directives, globalArgs, newStages, warnings, lines);
    }

    /** Reads one ONBUILD trigger of a base image. */
    public static Instruction parseTrigger(String file, String text) throws DockerfileException {
        List<DockerfileWarning> warnings = new ArrayList<>();
        List<LogicalLine> lines = LineJoiner.join(file, lines(file, text), '\\', warnings);
        if (lines.size() != 1) {
            throw new DockerfileException(SourceLocation.of(file, 1, List.of(text)), "expected one instruction");
        }
        return new InstructionParser('\\', warnings).parseTrigger(lines.getFirst());
    }

    /** The stage called {@code nameOrIndex}, the last one of that name when there are several. */
    public Optional<Stage> findStage(String nameOrIndex) {
        return findStage(nameOrIndex, stages.size());
    }

    /** As {@link #findStage(String)}, among the first {@code limit} stages. */
    public Optional<Stage> findStage(String nameOrIndex, int limit) {
        for (int i = limit - 1; i >= 0; i--) {
            if (stages.get(i).from().name().filter(name -> name.equalsIgnoreCase(nameOrIndex)).isPresent()) {
                return Optional.of(stages.get(i));
            }
        }
        if (nameOrIndex.matches("\\d{1,6}") && Integer.parseInt(nameOrIndex) < limit) {
            return Optional.of(stages.get(Integer.parseInt(nameOrIndex)));
        }
        return Optional.empty();
    }

    private static List<String> lines(String file, String text) throws DockerfileException {
        if (text.length() > MAX_SIZE) {
            throw new DockerfileException(SourceLocation.of(file),
                    "expected at most %d characters, found %d".formatted(MAX_SIZE, text.length()));
        }
        if (text.indexOf('\0') >= 0) {
            throw new DockerfileException(SourceLocation.of(file),
                    "expected a text file, found a NUL character");
        }
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<String> lines = List.of(withoutMark.split("\n", -1));
        return lines.getLast().isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
    }

    private static void requireAtMost(int limit, String what, List<Instruction> found) throws DockerfileException {
        if (found.size() > limit) {
            throw new DockerfileException(found.get(limit).location(),
                    "expected at most %d %s, found %d".formatted(limit, what, found.size()));
        }
    }

    private static Dockerfile inStages(String file, Directives directives, List<Instruction> instructions,
            List<DockerfileWarning> warnings, List<String> lines) throws DockerfileException {
        if (instructions.isEmpty()) {
            throw new DockerfileException(SourceLocation.of(file), "there is no instruction in it");
        }
        requireAtMost(MAX_INSTRUCTIONS, "instructions", instructions);
        requireAtMost(MAX_STAGES, "stages", instructions.stream().filter(Instruction.From.class::isInstance).toList());
        List<Instruction.Arg> globalArgs = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        List<Instruction> current = new ArrayList<>();
        Optional<Instruction.From> from = Optional.empty();
        for (Instruction instruction : instructions) {
            if (instruction instanceof Instruction.From next) {
                from.ifPresent(begun -> stages.add(new Stage(stages.size(), begun, List.copyOf(current))));
                current.clear();
                from = Optional.of(next);
            } else if (from.isPresent()) {
                current.add(instruction);
            } else if (instruction instanceof Instruction.Arg arg) {
                globalArgs.add(arg);
            } else {
                throw new DockerfileException(instruction.location(),
                        "expected FROM first; only ARG may stand before it");
            }
        }
        Instruction.From last = from.orElseThrow(() -> new DockerfileException(instructions.getLast().location(),
                "expected a FROM, found only ARG"));
        stages.add(new Stage(stages.size(), last, current));
        return new Dockerfile(file, directives, globalArgs, stages, warnings, lines);
    }
}
