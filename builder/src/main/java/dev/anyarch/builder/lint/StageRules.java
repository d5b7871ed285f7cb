package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.CommandLine;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.LintRule;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Stage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a stage as a whole says: names, commands, the working directory. */
final class StageRules {
    private static final Set<String> RESERVED = Set.of("scratch", "context");

    private StageRules() {}

    static void check(Dockerfile dockerfile, KnownWords known, Findings findings) {
        Set<String> names = new HashSet<>();
        Set<Integer> withShell = new HashSet<>();
        Set<Integer> withDirectory = new HashSet<>();
        for (Stage stage : dockerfile.stages()) {
            name(stage.from(), names, findings);
            Optional<Stage> below = dockerfile.findStage(stage.from().image(), stage.index());
            below.map(Stage::index).filter(withShell::contains).ifPresent(_ -> withShell.add(stage.index()));
            below.map(Stage::index).filter(withDirectory::contains).ifPresent(_ -> withDirectory.add(stage.index()));
            Map<String, SourceLocation> last = new HashMap<>();
            for (Instruction instruction : stage.instructions()) {
                switch (instruction) {
                    case Instruction.Shell _ -> withShell.add(stage.index());
                    case Instruction.Cmd cmd -> {
                        once("CMD", instruction, last, findings);
                        json("CMD", cmd, cmd.command(), withShell.contains(stage.index()), findings);
                    }
                    case Instruction.Entrypoint entrypoint -> {
                        once("ENTRYPOINT", instruction, last, findings);
                        json("ENTRYPOINT", entrypoint, entrypoint.command(), withShell.contains(stage.index()),
                                findings);
                    }
                    case Instruction.Healthcheck _ -> once("HEALTHCHECK", instruction, last, findings);
                    case Instruction.Workdir workdir -> {
                        Optional<String> path = known.find(workdir, workdir.path())
                                .or(() -> Optional.of(workdir.path()).filter(written -> !written.matches("\"?\\$.*")));
                        if (withDirectory.add(stage.index()) && path.filter(one -> !isAbsolute(one)).isPresent()) {
                            findings.add(workdir.location().at(workdir.path()), LintRule.WORKDIR_RELATIVE_PATH,
                                    "'%s' is relative to a directory that the base image decides; begin with /"
                                            .formatted(path.get()));
                        }
                    }
                    case Instruction.From _,Instruction.Arg _,Instruction.Env _,Instruction.Label _,Instruction.Run _,Instruction.Copy _,Instruction.Add _,Instruction.Expose _,Instruction.Volume _,Instruction.User _,Instruction.StopSignal _,Instruction.OnBuild _,Instruction.Maintainer _ ->
                        {
                        }
                }
            }
        }
    }

    private static void name(Instruction.From from, Set<String> names, Findings findings) {
        if (from.name().isEmpty()) {
            return;
        }
        String name = from.name().get();
        if (!names.add(name)) {
            findings.add(from.location(), LintRule.DUPLICATE_STAGE_NAME,
                    "there is a stage '%s' already; which one COPY --from takes is a riddle".formatted(name));
        }
        if (RESERVED.contains(name)) {
            findings.add(from.location(), LintRule.RESERVED_STAGE_NAME,
                    "'%s' has a meaning of its own; take another name".formatted(name));
        }
    }

    private static void once(String name, Instruction instruction, Map<String, SourceLocation> last,
            Findings findings) {
        Optional.ofNullable(last.put(name, instruction.location()))
                .ifPresent(earlier -> findings.add(earlier, LintRule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
                        "only the last %s of a stage counts; there is another one in line %d".formatted(name,
                                instruction.location().line())));
    }

    private static void json(String name, Instruction instruction, CommandLine command, boolean hasShell,
            Findings findings) {
        if (command instanceof CommandLine.Shell && !hasShell) {
            findings.add(instruction.location(), LintRule.JSON_ARGS_RECOMMENDED,
                    "a shell runs this %s and keeps signals from it; write %s [\"…\"]".formatted(name, name));
        }
    }

    /** Also {@code C:\}. */
    private static boolean isAbsolute(String path) {
        return path.startsWith("/") || path.startsWith("\\") || path.startsWith("\"/")
                || path.matches("\"?[A-Za-z]:.*");
    }
}
