package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
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
    private final Dockerfile dockerfile;
    private final Map<Integer, BuiltStage> stages = new HashMap<>();
    private final Set<Integer> targetStages = new HashSet<>();
    private final Map<String, StageFiles> images = new HashMap<>();

    PlatformBuild(BuildServices services, GlobalScope globals) {
        this.services = services;
        this.globals = globals;
        this.dockerfile = services.build().dockerfile();
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
            below = dockerfile.findStage(globals.expand(from.location(), from.image()), current.index());
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
        Optional<Stage> earlier = dockerfile.findStage(image, stage.index());
        if (earlier.isPresent()) {
            BuiltStage base = build(earlier.get());
            return new StageBuild(this, stage, base.platform(), base.image().copy(), base.files().copy(),
                    new StageScope(globals, base.arguments(), base.image().settings().environment()));
        }
        if (image.equals("scratch")) {
            Platform target = globals.target();
            ImageDraft draft = ImageDraft.scratch(target);
            return new StageBuild(this, stage, target, draft, new StageFiles(services.baseLayers(), Optional.empty()),
                    new StageScope(globals, Map.of(), draft.settings().environment()));
        }
        BaseImage base = services.bases().find(from.location(), image, platform);
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
        Optional<Stage> earlier = dockerfile.findStage(from, stage.index());
        if (earlier.isPresent()) {
            return build(earlier.get()).files().tree().root();
        }
        if (from.isEmpty() || from.equals("scratch")) {
            throw new DockerfileException(at.at("--from"),
                    "--from: expected a stage or an image, found '%s'".formatted(from));
        }
        StageFiles known = images.get(from);
        if (known == null) {
            BaseImage image = services.bases().find(at, from, globals.target());
            known = new StageFiles(services.baseLayers(), Optional.of(image));
            images.put(from, known);
        }
        return known.tree().root();
    }
}
