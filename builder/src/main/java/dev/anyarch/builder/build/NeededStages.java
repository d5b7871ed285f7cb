package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.builder.dockerfile.Suggestion;
import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The stages that a target needs, found before anything is built: base images that are missing and instructions that cannot
 * be executed are told first. For one thread.
 */
final class NeededStages {
    private static final Pattern MOUNT_FROM = Pattern.compile("(?:^|,)from=([^,]+)");

    private final ImageBuild build;
    private final Dockerfile dockerfile;
    private final GlobalScope globals;
    private final BuildServices services;
    private final Optional<BaseImageCatalog> bases;
    private final Map<Integer, Platform> platforms = new HashMap<>();
    private final SortedMap<Integer, StageScope> scopes = new TreeMap<>();
    private final Map<Integer, Set<String>> baseVariables = new HashMap<>();
    private final Set<String> triggeredArguments = new HashSet<>();
    private final SortedMap<Integer, Digest> signatures = new TreeMap<>();

    private NeededStages(ImageBuild build, GlobalScope globals, BuildServices services,
            Optional<BaseImageCatalog> bases) {
        this.build = build;
        this.dockerfile = build.dockerfile();
        this.globals = globals;
        this.services = services;
        this.bases = bases;
    }

    /** The names of the variables that base images bring, by the number of the stage. */
    Map<Integer, Set<String>> baseVariables() {
        return baseVariables;
    }

    /** The arguments that instructions of base images declare. */
    Set<String> triggeredArguments() {
        return triggeredArguments;
    }

    /**
     * What each stage depends on that can differ between target platforms, by the number of the stage: two that are equal
     * here are the same stage.
     */
    SortedMap<Integer, Digest> signatures() {
        return signatures;
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

    /** Checks everything that {@code target} needs: first what the file alone tells, then the base images. */
    static NeededStages check(ImageBuild build, Stage target, GlobalScope globals, BuildServices services)
            throws IOException, InterruptedException {
        new NeededStages(build, globals, services, Optional.empty()).visit(target);
        NeededStages needed = new NeededStages(build, globals, services, Optional.of(services.bases()));
        needed.visit(target);
        return needed;
    }

    private StageScope visit(Stage stage) throws IOException, InterruptedException {
        StageScope known = scopes.get(stage.index());
        if (known != null) {
            return known;
        }
        KeyWriter identity = new KeyWriter("stage").add(stage.index());
        StageScope scope = begin(stage, identity);
        identity.add(platforms.getOrDefault(stage.index(), globals.target()).toString()).addAll(globals.proxies());
        scopes.put(stage.index(), scope);
        for (Instruction instruction : stage.instructions()) {
            if (instruction instanceof Instruction.OnBuild) {
                // what it declares and copies is known only where it is triggered
                identity.add(globals.target().toString());
            }
            if (instruction instanceof Instruction.Run run) {
                visitRun(stage, run, scope, identity);
            }
            Optional<String> source = declare(instruction, scope, identity);
            if (source.isPresent()) {
                visitSource(stage, instruction, source.get(), identity);
            }
        }
        signatures.put(stage.index(), identity.digest());
        return scope;
    }

    /** Whoever executed it once may have kept what it made, and then nothing is needed to do so. */
    private void visitRun(Stage stage, Instruction.Run run, StageScope scope, KeyWriter identity)
            throws IOException, InterruptedException {
        RunIsolation.of(run, services.commands().settings());
        for (String mount : run.mounts()) {
            // a mistake is told also where nothing can be executed
            RunMount.parse(run.location(), mount, scope);
        }
        Platform platform = platforms.getOrDefault(stage.index(), globals.target());
        boolean isExecuted = services.freshness().isFresh(stage)
                || !services.steps().has(RunKey.ofInstruction(run, platform));
        if (isExecuted) {
            services.runs().require(run.location(), platform);
        }
        for (String mount : run.mounts()) {
            Matcher from = MOUNT_FROM.matcher(mount);
            if (from.find()) {
                visitMounted(stage, run.location(), from.group(1), isExecuted, identity);
            }
        }
    }

    /** The name may have variables in it; what cannot be told makes the stage one of this platform only. */
    private void visitMounted(Stage stage, SourceLocation at, String name, boolean isExecuted, KeyWriter identity)
            throws IOException, InterruptedException {
        Origin origin = Origin.of(build, name, stage.index());
        if (origin instanceof Origin.OfStage(Stage earlier)) {
            visit(earlier);
            identity.add(signature(earlier));
        } else {
            if (build.contexts().find(name).isEmpty()) {
                requireNotLater(stage, at, name);
            }
            if (isExecuted && bases.isPresent() && !name.contains("$")
                    && origin instanceof Origin.OfImage(String reference)) {
                find(stage, at, reference, globals.target());
            }
            identity.add(globals.target().toString());
        }
    }

    private Digest signature(Stage stage) {
        return Objects.requireNonNull(signatures.get(stage.index()), stage.label());
    }

    /** Notes what an instruction declares, and answers what it copies from. */
    private Optional<String> declare(Instruction instruction, StageScope scope, KeyWriter identity)
            throws DockerfileException {
        try {
            switch (instruction) {
                case Instruction.Arg arg -> identity.add(scope.declare(arg));
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

    private StageScope begin(Stage stage, KeyWriter identity) throws IOException, InterruptedException {
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
            identity.add(signature(earlier));
            platforms.put(stage.index(), platforms.getOrDefault(earlier.index(), globals.target()));
            return new StageScope(globals, inherited.arguments(), inherited.environment());
        }
        platforms.put(stage.index(), origin instanceof Origin.Nothing ? globals.target() : platform);
        if (bases.isEmpty() || !(origin instanceof Origin.OfImage(String reference))) {
            return new StageScope(globals, Map.of(), Map.of());
        }
        BaseImage base = find(stage, from.location(), reference, platform);
        RuntimeSettings settings = ImageDraft.on(base, platform).settings();
        identity.add(reference).add(base.manifest().raw().digest());
        for (String trigger : settings.words("OnBuild").orElse(List.of())) {
            identity.add(globals.target().toString());
            triggeredArguments.addAll(UndeclaredArguments.declaredBy(
                    Dockerfile.parseTrigger("ONBUILD of " + image, trigger)));
        }
        Map<String, String> environment = settings.environment();
        baseVariables.put(stage.index(), environment.keySet());
        return new StageScope(globals, Map.of(), new HashMap<>(environment));
    }

    private void visitSource(Stage stage, Instruction copy, String name, KeyWriter identity)
            throws IOException, InterruptedException {
        Origin origin = Origin.of(build, name, stage.index());
        identity.add(name);
        if (origin instanceof Origin.OfStage(Stage earlier)) {
            visit(earlier);
            identity.add(signature(earlier));
        } else if (bases.isPresent() && !name.isEmpty() && origin instanceof Origin.OfImage(String reference)) {
            if (reference.equals(name)) {
                requireNotLater(stage, copy.location(), name);
            }
            identity.add(find(stage, copy.location(), reference, globals.target()).manifest().raw().digest());
        }
    }

    /** A name that is neither a stage nor an image may be a stage's or a context's, with a mistake in it. */
    private BaseImage find(Stage stage, SourceLocation at, String reference, Platform platform)
            throws IOException, InterruptedException {
        boolean isPlain = reference.chars().noneMatch(c -> c == '/' || c == ':' || c == '@');
        List<String> known = Stream.concat(
                dockerfile.stages().subList(0, stage.index()).stream().map(Stage::label),
                build.contexts().names().stream()).toList();
        return bases.get().find(at, reference, platform, isPlain ? Suggestion.of(reference, known) : "");
    }

    private void requireNotLater(Stage stage, SourceLocation at, String name) throws DockerfileException {
        boolean isLater = dockerfile.findStage(name).filter(other -> other.index() >= stage.index()).isPresent();
        if (isLater || name.matches("\\d+")) {
            List<String> before = dockerfile.stages().subList(0, stage.index()).stream().map(Stage::label).toList();
            throw new DockerfileException(at.at("from=" + name),
                    "from=%s: expected a stage before this one, %s".formatted(name,
                            before.isEmpty() ? "there is none" : "there are " + String.join(", ", before)));
        }
    }
}
