package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.builder.dockerfile.Suggestion;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stages that a target needs, found before anything is built: base images that are missing and instructions that cannot
 * be executed are told first. For one thread.
 */
final class NeededStages {
    private final ImageBuild build;
    private final Dockerfile dockerfile;
    private final GlobalScope globals;
    private final RunServices runs;
    private final Optional<BaseImageCatalog> bases;
    private final Map<Integer, Platform> platforms = new HashMap<>();
    private final SortedMap<Integer, StageScope> scopes = new TreeMap<>();
    private final Map<Integer, Set<String>> baseVariables = new HashMap<>();

    private NeededStages(ImageBuild build, GlobalScope globals, RunServices runs, Optional<BaseImageCatalog> bases) {
        this.build = build;
        this.dockerfile = build.dockerfile();
        this.globals = globals;
        this.runs = runs;
        this.bases = bases;
    }

    static Stage target(ImageBuild build) throws DockerfileException {
        Dockerfile dockerfile = build.dockerfile();
        if (build.target().isEmpty()) {
            return dockerfile.stages().getLast();
        }
        return dockerfile.findStage(build.target().get())
                .orElseThrow(() -> new DockerfileException(dockerfile.stages().getLast().from().location(),
                        "there is no stage '%s' to build; there are %s%s".formatted(build.target().get(),
                                dockerfile.stages().stream().map(Stage::label).toList(),
                                Suggestion.of(build.target().get(),
                                        dockerfile.stages().stream().map(Stage::label).toList()))));
    }

    /**
     * Checks everything that {@code target} needs: first what the file alone tells, then the base images.
     *
     * @return the names of the variables that base images bring, by the number of the stage
     */
    static Map<Integer, Set<String>> check(ImageBuild build, Stage target, GlobalScope globals,
            BuildServices services)
            throws IOException, InterruptedException {
        new NeededStages(build, globals, services.runs(), Optional.empty()).visit(target);
        NeededStages needed = new NeededStages(build, globals, services.runs(), Optional.of(services.bases()));
        needed.visit(target);
        return needed.baseVariables;
    }

    private StageScope visit(Stage stage) throws IOException, InterruptedException {
        StageScope known = scopes.get(stage.index());
        if (known != null) {
            return known;
        }
        StageScope scope = begin(stage);
        scopes.put(stage.index(), scope);
        for (Instruction instruction : stage.instructions()) {
            if (instruction instanceof Instruction.Run run) {
                runs.require(run.location(), platforms.getOrDefault(stage.index(), globals.target()));
            }
            Optional<String> source = declare(instruction, scope);
            if (source.isPresent()) {
                visitSource(stage, instruction, source.get());
            }
        }
        return scope;
    }

    /** Notes what an instruction declares, and answers what it copies from. */
    private Optional<String> declare(Instruction instruction, StageScope scope) throws DockerfileException {
        try {
            switch (instruction) {
                case Instruction.Arg arg -> scope.declare(arg);
                case Instruction.Env env -> scope.set(env);
                case Instruction.Copy copy when copy.from().isPresent() -> {
                    return Optional.of(scope.expand(copy.location(), copy.from().get()));
                }
                case Instruction.Copy _,Instruction.Add _,Instruction.Cmd _,Instruction.Entrypoint _,Instruction.Expose _,Instruction.From _,Instruction.Healthcheck _,Instruction.Label _,Instruction.Maintainer _,Instruction.OnBuild _,Instruction.Run _,Instruction.Shell _,Instruction.StopSignal _,Instruction.User _,Instruction.Volume _,Instruction.Workdir _ ->
                    {
                    }
            }
        } catch (DockerfileException e) {
            // without the base images their variables are missing; the second pass tells what is really wrong
            if (bases.isPresent()) {
                throw e;
            }
        }
        return Optional.empty();
    }

    private StageScope begin(Stage stage) throws IOException, InterruptedException {
        Instruction.From from = stage.from();
        Platform platform = PlatformArgument.of(from, globals);
        String image = globals.expand(from.location(), from.image());
        if (image.isEmpty()) {
            throw new DockerfileException(from.location(),
                    "FROM %s is empty; give the variable a default or a --build-arg".formatted(from.image()));
        }
        Origin origin = Origin.of(build, image, stage.index());
        if (origin instanceof Origin.OfStage(Stage earlier)) {
            StageScope inherited = visit(earlier);
            platforms.put(stage.index(), platforms.getOrDefault(earlier.index(), globals.target()));
            return new StageScope(globals, inherited.arguments(), inherited.environment());
        }
        platforms.put(stage.index(), origin instanceof Origin.Nothing ? globals.target() : platform);
        if (bases.isEmpty() || !(origin instanceof Origin.OfImage(String reference))) {
            return new StageScope(globals, Map.of(), Map.of());
        }
        BaseImage base = bases.get().find(from.location(), reference, platform);
        Map<String, String> environment = ImageDraft.on(base, platform).settings().environment();
        baseVariables.put(stage.index(), environment.keySet());
        return new StageScope(globals, Map.of(), new HashMap<>(environment));
    }

    private void visitSource(Stage stage, Instruction copy, String name) throws IOException, InterruptedException {
        Origin origin = Origin.of(build, name, stage.index());
        if (origin instanceof Origin.OfStage(Stage earlier)) {
            visit(earlier);
        } else if (bases.isPresent() && !name.isEmpty() && origin instanceof Origin.OfImage(String reference)) {
            if (reference.equals(name)) {
                requireNotLater(stage, copy, name);
            }
            bases.get().find(copy.location(), reference, globals.target());
        }
    }

    private void requireNotLater(Stage stage, Instruction copy, String name) throws DockerfileException {
        boolean isLater = dockerfile.findStage(name).filter(other -> other.index() >= stage.index()).isPresent();
        if (isLater || name.matches("\\d+")) {
            throw new DockerfileException(copy.location(),
                    "--from=%s: expected a stage before this one, there are %s".formatted(name,
                            dockerfile.stages().subList(0, stage.index()).stream().map(Stage::label).toList()));
        }
    }
}
