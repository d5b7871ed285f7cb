package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The build for one target platform: its stages, each once, and the images it copies from. For one thread. */
final class PlatformBuild {
    private final BuildServices services;
    private final GlobalScope globals;
    private final Map<Integer, BuiltStage> stages = new HashMap<>();
    private final Set<Integer> targetStages = new HashSet<>();
    private final Map<String, StageFiles> images = new HashMap<>();

    PlatformBuild(BuildServices services, GlobalScope globals) {
        this.services = services;
        this.globals = globals;
    }

    BuildServices services() {
        return services;
    }

    Platform target() {
        return globals.target();
    }

    /** Builds the stage whose image is wanted; the layers of its base become part of the target store. */
    ImageDraft buildTarget(Stage stage) throws IOException, InterruptedException {
        Optional<Stage> below = Optional.of(stage);
        while (below.isPresent()) {
            Stage current = below.get();
            targetStages.add(current.index());
            Instruction.From from = current.from();
            below = origin(globals.expand(from.location(), from.image()), current).asStage();
        }
        return build(stage).image();
    }

    private BuiltStage build(Stage stage) throws IOException, InterruptedException {
        BuiltStage known = stages.get(stage.index());
        if (known != null) {
            return known;
        }
        StageBuild begun = begin(stage);
        List<Instruction> instructions = stage.instructions();
        for (int i = 0; i < instructions.size(); i++) {
            BuildProgress.Step step = new BuildProgress.Step(globals.target(), stage.label(), i + 1,
                    instructions.size(), instructions.get(i).location().text().strip());
            begun.begin(step);
            services.progress().begun(step);
            begun.execute(instructions.get(i));
            services.progress().finished(step);
        }
        BuiltStage built = begun.finish();
        stages.put(stage.index(), built);
        return built;
    }

    private StageBuild begin(Stage stage) throws IOException, InterruptedException {
        Instruction.From from = stage.from();
        Platform platform = PlatformArgument.of(from, globals);
        String image = globals.expand(from.location(), from.image());
        return switch (origin(image, stage)) {
            case Origin.OfStage(Stage earlier) -> {
                BuiltStage base = build(earlier);
                yield new StageBuild(this, stage, base.platform(), base.image().copy(), base.files().copy(),
                        new StageScope(globals, base.arguments(), base.image().settings().environment()));
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
        return new StageBuild(this, stage, platform, draft, new StageFiles(services.baseLayers(), Optional.empty()),
                new StageScope(globals, Map.of(), draft.settings().environment()));
    }

    private StageBuild onImage(Stage stage, String image, Platform platform) throws IOException, InterruptedException {
        BaseImage base = services.bases().find(stage.from().location(), image, platform);
        if (targetStages.contains(stage.index())) {
            for (Descriptor layer : base.manifest().layers()) {
                services.baseLayers().copy(base.source(), layer);
            }
        }
        ImageDraft draft = ImageDraft.on(base, platform);
        StageBuild begun = new StageBuild(this, stage, platform, draft,
                new StageFiles(services.baseLayers(), Optional.of(base)),
                new StageScope(globals, Map.of(), draft.settings().environment()));
        begun.runTriggers(image);
        return begun;
    }

    /** The files that {@code COPY --from} reads: of a stage before {@code stage}, or of an image. */
    Directory files(Stage stage, SourceLocation at, String from) throws IOException, InterruptedException {
        return switch (origin(from, stage)) {
            case Origin.OfStage(Stage earlier) -> build(earlier).files().tree().root();
            case Origin.OfFiles(NamedContext.Files files) -> directory(files);
            case Origin.OfImage(String reference) when !from.isEmpty() -> files(at, reference);
            case Origin.OfImage _,Origin.Nothing _ -> throw new DockerfileException(at.at("--from"),
                    "--from: expected a stage or an image, found '%s'".formatted(from));
        };
    }

    private Directory files(SourceLocation at, String reference) throws IOException, InterruptedException {
        StageFiles known = images.get(reference);
        if (known == null) {
            BaseImage image = services.bases().find(at, reference, globals.target());
            known = new StageFiles(services.baseLayers(), Optional.of(image));
            images.put(reference, known);
        }
        return known.tree().root();
    }

    private Directory directory(NamedContext.Files files) throws IOException, InterruptedException {
        return services.shared().directory(files.directory(), files.ignoreFile());
    }

    private Origin origin(String name, Stage stage) {
        return Origin.of(services.build(), name, stage.index());
    }
}
