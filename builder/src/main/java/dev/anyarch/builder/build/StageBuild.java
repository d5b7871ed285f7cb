package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.content.TarEntry;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One stage under way: every instruction changes the draft, the files or the variables. For one thread. */
final class StageBuild {
    private final PlatformBuild platformBuild;
    private final Stage stage;
    private final Platform platform;
    private final ImageDraft image;
    private final StageFiles files;
    private final StageScope scope;
    private final SettingInstructions settings;
    private BuildProgress.Step step;
    private SourceLocation instructionAt;

    StageBuild(PlatformBuild platformBuild, Stage stage, Platform platform, ImageDraft image, StageFiles files,
            StageScope scope) {
        this.platformBuild = platformBuild;
        this.stage = stage;
        this.platform = platform;
        this.image = image;
        this.files = files;
        this.scope = scope;
        this.settings = new SettingInstructions(image, scope, platform);
        this.step = new BuildProgress.Step(platformBuild.target(), stage.label(), 0, stage.instructions().size(),
                stage.from().location().text().strip());
        this.instructionAt = stage.from().location();
    }

    Stage stage() {
        return stage;
    }

    PlatformBuild platformBuild() {
        return platformBuild;
    }

    BuildServices services() {
        return platformBuild.services();
    }

    StageFiles files() {
        return files;
    }

    StageScope scope() {
        return scope;
    }

    Timestamps timestamps() {
        return services().build().timestamps();
    }

    ImageDraft image() {
        return image;
    }

    Platform platform() {
        return platform;
    }

    /** What is under way, for those who follow it. */
    BuildProgress.Step step() {
        return step;
    }

    void begin(BuildProgress.Step next) {
        step = next;
    }

    String workingDirectory() throws IOException {
        String directory = image.settings().text("WorkingDir");
        return directory.isEmpty() ? "/" : directory;
    }

    /** Executes what the base image left for builds on top of it. */
    void runTriggers(String base) throws IOException, InterruptedException {
        List<String> triggers = image.settings().words("OnBuild").orElse(List.of());
        image.settings().remove("OnBuild");
        for (String trigger : triggers) {
            execute(Dockerfile.parseTrigger("ONBUILD of " + base, trigger));
        }
    }

    void execute(Instruction instruction) throws IOException, InterruptedException {
        instructionAt = instruction.location();
        switch (instruction) {
            case Instruction.Copy copy -> new TransferStep(this, copy.location(), copy.transfer()).copy(copy);
            case Instruction.Add add -> new TransferStep(this, add.location(), add.transfer()).add(add);
            case Instruction.Workdir workdir -> makeWorkingDirectory(workdir);
            case Instruction.Run run -> new RunStep(this, run).execute();
            case Instruction.From _ -> throw new IllegalStateException("FROM within a stage");
            case Instruction.Arg arg -> note(scope.declare(arg));
            case Instruction.Env env -> note(settings.set(env));
            case Instruction.Label label -> note(settings.set(label));
            case Instruction.Cmd cmd -> note(settings.set(cmd));
            case Instruction.Entrypoint entrypoint -> note(settings.set(entrypoint));
            case Instruction.Expose expose -> note(settings.set(expose));
            case Instruction.Volume volume -> note(settings.set(volume));
            case Instruction.User user -> note(settings.set(user));
            case Instruction.StopSignal stopSignal -> note(settings.set(stopSignal));
            case Instruction.Shell shell -> note(settings.set(shell));
            case Instruction.Healthcheck healthcheck -> note(settings.set(healthcheck));
            case Instruction.OnBuild onBuild -> note(settings.set(onBuild));
            case Instruction.Maintainer maintainer -> {
                image.changeAuthor(maintainer.author());
                note("MAINTAINER " + maintainer.author());
            }
        }
    }

    BuiltStage finish() {
        return new BuiltStage(platform, image, files, scope.arguments());
    }

    /** Writes a layer that the tree has already; none when it is empty. */
    Optional<Layer> addLayer(LayerDraft draft, String text) throws IOException, InterruptedException {
        List<LayerEntry> entries = draft.entries();
        files.noteApplied(entries);
        return note(text, entries);
    }

    /** Writes a layer that was made without looking at the tree. */
    void addIndependentLayer(LayerDraft draft, String text) throws IOException, InterruptedException {
        List<LayerEntry> entries = draft.entries();
        files.add(entries);
        note(text, entries);
    }

    private Optional<Layer> note(String text, List<LayerEntry> entries) throws IOException, InterruptedException {
        Optional<Layer> layer = entries.isEmpty()
                ? Optional.empty()
                : Optional.of(services().layers().write(entries));
        image.add(instructionAt, text, layer, timestamps().created());
        return layer;
    }

    private void note(String text) {
        image.add(text, Optional.empty(), timestamps().created());
    }

    private void makeWorkingDirectory(Instruction.Workdir workdir) throws IOException, InterruptedException {
        String path = scope.expand(workdir.location(), workdir.path());
        String absolute = platform.os().equals("windows")
                ? path
                : "/" + IgnoreRules.clean("/" + (path.startsWith("/") ? path : workingDirectory() + "/" + path));
        image.settings().setText("WorkingDir", absolute);
        if (platform.os().equals("windows") || absolute.equals("/")) {
            note("WORKDIR " + absolute);
            return;
        }
        FileTree tree = files.tree();
        LayerDraft draft = new LayerDraft(tree);
        Instant created = timestamps().created();
        Owner owner = currentUser(workdir.location(), tree);
        TarEntry directory = TarEntry.directory(".", 0755).withOwner(owner.uid(), owner.gid()).withMtime(created);
        try {
            draft.makeDirectories(tree.resolve(absolute, true).names(), new TreeDirectory(directory));
        } catch (IOException e) {
            throw TransferStep.failed(workdir.location(), e);
        }
        addLayer(draft, "WORKDIR " + absolute);
    }

    /** The owner of directories that WORKDIR makes; root when USER is a name that the stage does not know. */
    private Owner currentUser(SourceLocation at, FileTree tree) throws IOException {
        String user = image.settings().text("User");
        if (user.isEmpty()) {
            return Owner.ROOT;
        }
        try {
            return new Accounts(tree).parse(user);
        } catch (IllegalArgumentException e) {
            services().warnings()
                    .warn(Optional.of(at),
                            "the directory belongs to 0:0, because USER cannot be looked up: " + e.getMessage());
            return Owner.ROOT;
        }
    }
}
