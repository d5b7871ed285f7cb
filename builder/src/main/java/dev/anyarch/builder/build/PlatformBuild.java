package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * The build for one target platform: its stages, and the images it copies from. A stage that is the same for several
 * platforms is built once for all of them, and stages that do not need each other are built at a time. For several threads.
 */
final class PlatformBuild {
    /** For directories as deep as a path can say; only what is used of it is memory. */
    private static final long STACK = 16L * 1024 * 1024;

    private final BuildServices services;
    private final GlobalScope globals;
    private final SortedMap<Integer, Digest> signatures;
    private final LoneRuns loneRuns;
    private final Set<Integer> targetStages = ConcurrentHashMap.newKeySet();
    private final Once<String, SourceFiles> images = new Once<>();

    /** @param signatures of the stages that are needed, see {@link NeededStages#signatures} */
    PlatformBuild(BuildServices services, GlobalScope globals, SortedMap<Integer, Digest> signatures,
            LoneRuns loneRuns) {
        this.loneRuns = loneRuns;
        this.services = services;
        this.globals = globals;
        this.signatures = signatures;
    }

    BuildServices services() {
        return services;
    }

    Platform target() {
        return globals.target();
    }

    /** Builds the stage whose image is wanted. */
    BuiltStage buildTarget(Stage stage, ExecutorService threads) throws IOException, InterruptedException {
        Optional<Stage> below = Optional.of(stage);
        while (below.isPresent()) {
            Stage current = below.get();
            targetStages.add(current.index());
            Instruction.From from = current.from();
            below = origin(globals.expand(from.location(), from.image()), current).asStage();
        }
        for (int needed : signatures.headMap(stage.index()).keySet()) {
            // whoever needs it gets the result, or the failure
            Future<?> _ = threads.submit(() -> build(services.build().dockerfile().stages().get(needed)));
        }
        BuiltStage built = build(stage);
        for (int needed : signatures.keySet()) {
            for (UsedStep used : build(services.build().dockerfile().stages().get(needed)).steps()) {
                services.used().add(globals.target(), used.key(), used.step(), targetStages.contains(needed));
            }
        }
        return built;
    }

    private BuiltStage build(Stage stage) throws IOException, InterruptedException {
        Digest signature = Optional.ofNullable(signatures.get(stage.index()))
                .orElseGet(() -> new KeyWriter("stage").add(stage.index()).add(globals.target().toString()).digest());
        return services.stages().get(signature, () -> onItsOwnThread(stage));
    }

    /** Stages need each other hundreds deep, and directories thousands, which is too much for one thread's usual stack. */
    private BuiltStage onItsOwnThread(Stage stage) throws IOException, InterruptedException {
        FutureTask<BuiltStage> task = new FutureTask<>(() -> make(stage));
        Thread thread = Thread.ofPlatform().daemon().name("stage").stackSize(STACK).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw Once.rethrown(e);
        } finally {
            thread.interrupt();
        }
    }

    private BuiltStage make(Stage stage) throws IOException, InterruptedException {
        try (StageBuild begun = begin(stage)) {
            execute(stage, begun);
            return begun.finish();
        }
    }

    private void execute(Stage stage, StageBuild begun) throws IOException, InterruptedException {
        List<Instruction> instructions = stage.instructions();
        for (int i = 0; i < instructions.size(); i++) {
            BuildProgress.Step step = new BuildProgress.Step(begun.platform(), stage.label(), i + 1,
                    instructions.size(), instructions.get(i).location().text().strip());
            begun.begin(step, i + 1 < instructions.size() && instructions.get(i + 1) instanceof Instruction.Run);
            services.progress().begun(step);
            try {
                begun.execute(instructions.get(i));
            } catch (RunFailedException e) {
                services.progress().failed(step);
                throw e;
            }
            services.progress().finished(step);
        }
    }

    /** Whether this RUN is there once in the whole build. */
    boolean isLone(Instruction.Run run) {
        return loneRuns.contains(run);
    }

    private StageBuild begin(Stage stage) throws IOException, InterruptedException {
        Instruction.From from = stage.from();
        Platform platform = PlatformArgument.of(from, globals);
        String image = globals.expand(from.location(), from.image());
        return switch (origin(image, stage)) {
            case Origin.OfStage(Stage earlier) -> {
                BuiltStage base = build(earlier);
                StageBuild begun = new StageBuild(this, stage, base.platform(), base.image().copy(),
                        base.files().copy(),
                        new StageScope(globals, base.arguments(), base.image().settings().environment()));
                begun.runTriggers(image);
                yield begun;
            }
            case Origin.Nothing _ -> onNothing(stage, globals.target());
            case Origin.OfFiles(NamedContext.Files files) -> {
                StageBuild begun = onNothing(stage, platform);
                TransferStep.copyAll(begun, from.location(), image, directory(files));
                yield begun;
            }
            case Origin.OfImage(String reference) -> onImage(stage, reference, platform);
        };
    }

    private StageBuild onNothing(Stage stage, Platform platform) throws IOException {
        ImageDraft draft = ImageDraft.scratch(platform);
        return new StageBuild(this, stage, platform, draft, new StageFiles(Optional.empty()),
                new StageScope(globals, Map.of(), draft.settings().environment()));
    }

    private StageBuild onImage(Stage stage, String image, Platform platform) throws IOException, InterruptedException {
        SourceLocation at = stage.from().location();
        BaseImage base = services.bases().find(at, image, platform);
        StageBase told = new StageBase(at, base, services.baseLayers());
        if (targetStages.contains(stage.index())) {
            told.copy();
        }
        ImageDraft draft = ImageDraft.on(base, platform);
        StageBuild begun = new StageBuild(this, stage, platform, draft, new StageFiles(Optional.of(told)),
                new StageScope(globals, Map.of(), draft.settings().environment()));
        begun.runTriggers(image);
        return begun;
    }

    /** The files that {@code COPY --from} reads: of a stage before {@code stage}, or of an image. */
    SourceFiles source(Stage stage, SourceLocation at, String from) throws IOException, InterruptedException {
        return switch (origin(from, stage)) {
            case Origin.OfStage(Stage earlier) -> SourceFiles.of(build(earlier));
            case Origin.OfFiles(NamedContext.Files files) -> SourceFiles.of(directory(files));
            case Origin.OfImage(String reference) when !from.isEmpty() -> source(at, reference);
            case Origin.OfImage _,Origin.Nothing _ -> throw new DockerfileException(at.at("--from"),
                    "--from: expected a stage or an image, found '%s'".formatted(from));
        };
    }

    private SourceFiles source(SourceLocation at, String reference) throws IOException, InterruptedException {
        return images.get(reference, () -> {
            Platform platform = globals.target();
            BaseImage image = services.bases().find(at, reference, platform);
            StageFiles files = new StageFiles(Optional.of(new StageBase(at, image, services.baseLayers())));
            return SourceFiles.of(new BuiltStage(platform, ImageDraft.on(image, platform), files, Map.of(),
                    List.of()));
        });
    }

    private Directory directory(NamedContext.Files files) throws IOException, InterruptedException {
        return services.shared().directory(files.directory(), files.ignoreFile());
    }

    private Origin origin(String name, Stage stage) {
        return Origin.of(services.build(), name, stage.index());
    }
}
