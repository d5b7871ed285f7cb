package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.content.TarEntry;
import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One stage under way: every instruction changes the draft, the files or the variables. For one thread. */
final class StageBuild implements Closeable {
    /** Counted up when a step that was kept is not what it would be made into now. */
    private static final int SEMANTICS = 3;

    private final PlatformBuild platformBuild;
    private final Stage stage;
    private final Platform platform;
    private final ImageDraft image;
    private final StageFiles files;
    private final StageScope scope;
    private final SettingInstructions settings;
    private final List<UsedStep> used = new ArrayList<>();
    private final LatestRun latestRun = new LatestRun();
    private BuildProgress.Step step;
    private SourceLocation instructionAt;
    private boolean isRunNext;

    StageBuild(PlatformBuild platformBuild, Stage stage, Platform platform, ImageDraft image, StageFiles files,
            StageScope scope) {
        this.platformBuild = platformBuild;
        this.stage = stage;
        this.platform = platform;
        this.image = image;
        this.files = files;
        this.scope = scope;
        this.settings = new SettingInstructions(image, scope, platform);
        this.step = new BuildProgress.Step(platform, stage.label(), 0, stage.instructions().size(),
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

    /** @param isRunFollowing whether the instruction after the next one is a RUN */
    void begin(BuildProgress.Step next, boolean isRunFollowing) {
        step = next;
        isRunNext = isRunFollowing;
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
            case Instruction.OnBuild onBuild -> settings.set(onBuild);
            case Instruction.Maintainer maintainer -> {
                image.changeAuthor(maintainer.author());
                note("MAINTAINER " + maintainer.author());
            }
        }
    }

    /** The RUN whose layer is under way. */
    LatestRun latestRun() {
        return latestRun;
    }

    /** Whether the next instruction is a RUN, which need not wait for the layer of this one. */
    boolean isRunNext() {
        return isRunNext;
    }

    /** Gives up what is under way; when the stage has been built there is nothing. */
    @Override
    public void close() throws IOException {
        latestRun.close();
    }

    BuiltStage finish() {
        return new BuiltStage(platform, image, files, scope.arguments(), List.copyOf(used));
    }

    /** Notes that a RUN was executed, now or earlier. */
    void noteExecuted(Instruction.Run run) throws IOException {
        used.add(services().steps().note(RunKey.ofInstruction(run, platform)));
    }

    /** A key that has in it what every step depends on. */
    KeyWriter newKey(String kind) {
        return new KeyWriter(kind).add(SEMANTICS)
                .add(timestamps().toString())
                .add(services().build().compression().name());
    }

    /**
     * Adds what files of the host are.
     *
     * @return whether they can be copied at all, which copying them tells better
     */
    boolean addFiles(KeyWriter key, List<TransferItem> items, List<String> excludes)
            throws IOException, InterruptedException {
        Optional<Digest> described = services().descriptions()
                .get(new BuildServices.Described(items, excludes), () -> describe(items, excludes));
        described.ifPresent(key::add);
        return described.isPresent();
    }

    private Optional<Digest> describe(List<TransferItem> items, List<String> excludes)
            throws IOException, InterruptedException {
        List<LayerEntry> entries;
        try {
            entries = TransferWriter.describe(this, items, IgnoreRules.of(excludes));
        } catch (FileSystemException _) {
            return Optional.empty();
        }
        KeyWriter files = new KeyWriter("files");
        EntryKeys.add(files, entries, services().contents());
        return Optional.of(files.digest());
    }

    /** Whether nothing that an earlier build has made will do here. */
    boolean isFresh() {
        return services().freshness().isFresh(stage);
    }

    /**
     * Does a step that makes a layer, unless an equal one is done.
     *
     * @param key of everything that the step depends on; absent when that cannot be told, and then it is done
     * @param isIndependent whether the step leaves the tree as it is
     */
    void make(Optional<Digest> key, boolean isIndependent, StepCache.Work work)
            throws IOException, InterruptedException {
        AtomicBoolean isDoneHere = new AtomicBoolean();
        StepCache.Work here = () -> {
            isDoneHere.set(true);
            return work.make();
        };
        StepCache.Outcome outcome = key.isPresent()
                ? services().steps().get(key.get(), isFresh(), here)
                : StepCache.Outcome.of(here.make());
        take(instructionAt, outcome, isDoneHere.get() && !isIndependent);
    }

    /**
     * Makes a step part of the image.
     *
     * @param isApplied whether the tree has its changes
     */
    void take(SourceLocation at, StepCache.Outcome outcome, boolean isApplied) {
        if (outcome.layer().isPresent()) {
            LayerContent content = outcome.layer().get().content();
            if (isApplied) {
                files.noteApplied(content);
            } else {
                files.add(content);
            }
        }
        image.add(at, outcome.text(), outcome.layer().map(MadeLayer::layer), timestamps().created());
        outcome.used().ifPresent(used::add);
        if (outcome.isFound()) {
            services().progress().found(step);
        }
    }

    /** Writes what a step made; no layer when that is nothing. */
    Optional<MadeLayer> write(LayerDraft draft) throws IOException, InterruptedException {
        List<LayerEntry> entries = draft.entries();
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(new MadeLayer(services().layers().write(entries, isFresh()),
                        new LayerContent.Known(entries)));
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
        KeyWriter key = newKey("workdir").add(absolute).add(image.settings().text("User"));
        SourceFiles.addChain(key, image.layers());
        make(Optional.of(key.digest()), false, () -> makeDirectory(workdir.location(), absolute));
    }

    private StepCache.Made makeDirectory(SourceLocation at, String absolute) throws IOException, InterruptedException {
        FileTree tree = files.tree();
        LayerDraft draft = new LayerDraft(tree);
        Optional<Owner> user = currentUser(at, tree);
        Owner owner = user.orElse(Owner.ROOT);
        TarEntry directory = TarEntry.directory(".", 0755)
                .withOwner(owner.uid(), owner.gid())
                .withMtime(timestamps().created());
        try {
            draft.makeDirectories(tree.resolve(absolute, true).names(), new TreeDirectory(directory));
        } catch (IOException e) {
            throw TransferStep.failed(at, e);
        }
        return new StepCache.Made(write(draft), "WORKDIR " + absolute, user.isPresent());
    }

    /** The owner of directories that WORKDIR makes; absent when USER is a name that the stage does not know. */
    private Optional<Owner> currentUser(SourceLocation at, FileTree tree) throws IOException {
        String user = image.settings().text("User");
        if (user.isEmpty()) {
            return Optional.of(Owner.ROOT);
        }
        try {
            return Optional.of(new Accounts(tree).parse(user));
        } catch (IllegalArgumentException e) {
            services().warnings()
                    .warn(Optional.of(at),
                            "the directory belongs to 0:0, because USER cannot be looked up: " + e.getMessage());
            return Optional.empty();
        }
    }
}
