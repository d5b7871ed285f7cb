package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.CommandLine;
import dev.anyarch.builder.dockerfile.CopySource;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Heredoc;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Walks through the stages for one platform as a build does, but only notes what each step depends on: steps of two platforms
 * that depend on the same are the same step. For one thread.
 */
final class PlanWalk {
    private static final Pattern MOUNT_FROM = Pattern.compile("(?:^|,)from=([^,]+)");

    private final ImageBuild build;
    private final GlobalScope globals;
    private final String context;
    private final BaseSurvey survey;
    private final SortedMap<Integer, Walked> stages = new TreeMap<>();

    PlanWalk(ImageBuild build, Platform target, BaseSurvey survey) throws IOException {
        this.build = build;
        this.globals = new GlobalScope(build, target);
        this.context = "%s %s".formatted(build.context().toAbsolutePath().normalize(), build.ignoreFile());
        this.survey = survey;
    }

    /**
     * A step of one platform.
     *
     * @param key equal when the same is done
     */
    record WalkedStep(Instruction instruction, BuildPlan.StepKind kind, String key) {}

    /** A stage of one platform; the state is a digest of everything that commands in it can see. */
    static final class Walked {
        final Stage stage;
        final Platform platform;
        final Optional<Stage> below;
        final List<WalkedStep> steps = new ArrayList<>();
        private final StageScope scope;
        private String state;

        private Walked(Stage stage, Platform platform, Optional<Stage> below, StageScope scope, String state) {
            this.stage = stage;
            this.platform = platform;
            this.below = below;
            this.scope = scope;
            this.state = state;
        }
    }

    SortedMap<Integer, Walked> walk(Stage target) throws IOException, InterruptedException {
        visit(target);
        return stages;
    }

    private Walked visit(Stage stage) throws IOException, InterruptedException {
        Walked known = stages.get(stage.index());
        if (known != null) {
            return known;
        }
        Walked walked = begin(stage);
        stages.put(stage.index(), walked);
        for (Instruction instruction : stage.instructions()) {
            step(walked, instruction);
        }
        return walked;
    }

    private Walked begin(Stage stage) throws IOException, InterruptedException {
        Instruction.From from = stage.from();
        Platform platform = PlatformArgument.of(from, globals);
        String image = globals.expand(from.location(), from.image());
        return switch (Origin.of(build, image, stage.index())) {
            case Origin.OfStage(Stage earlier) -> {
                Walked below = visit(earlier);
                yield new Walked(stage, below.platform, Optional.of(earlier),
                        new StageScope(globals, below.scope.arguments(), below.scope.environment()), below.state);
            }
            case Origin.Nothing _ ->
                new Walked(stage, globals.target(), Optional.empty(), new StageScope(globals, Map.of(), Map.of()),
                        "scratch");
            case Origin.OfFiles(NamedContext.Files files) ->
                new Walked(stage, platform, Optional.empty(), new StageScope(globals, Map.of(), Map.of()),
                        "files " + files.directory());
            case Origin.OfImage(String reference) -> onImage(stage, reference, platform);
        };
    }

    private Walked onImage(Stage stage, String image, Platform platform) throws IOException, InterruptedException {
        Instruction.From from = stage.from();
        Optional<BaseImage> base = survey.find(from.location(), image, platform, globals.target(),
                from.platform().filter(text -> !text.contains("TARGETPLATFORM")).isPresent());
        if (base.isEmpty()) {
            return new Walked(stage, platform, Optional.empty(), new StageScope(globals, Map.of(), Map.of()),
                    image + " " + platform);
        }
        ImageDraft draft = ImageDraft.on(base.get(), platform);
        Walked walked = new Walked(stage, platform, Optional.empty(),
                new StageScope(globals, Map.of(), new HashMap<>(draft.settings().environment())),
                base.get().manifest().raw().digest().toString());
        for (String trigger : draft.settings().words("OnBuild").orElse(List.of())) {
            step(walked, Dockerfile.parseTrigger("ONBUILD of " + image, trigger));
        }
        return walked;
    }

    private void step(Walked stage, Instruction instruction) throws IOException, InterruptedException {
        SourceLocation at = instruction.location();
        switch (instruction) {
            case Instruction.Run run -> {
                List<String> parts = new ArrayList<>(List.of("RUN", stage.state, stage.platform.toString(),
                        command(run.command()), run.network().orElse(""), run.security().orElse(""),
                        stage.scope.arguments()
                                .entrySet()
                                .stream()
                                .sorted(Map.Entry.comparingByKey())
                                .toList()
                                .toString()));
                run.heredocs().stream().map(Heredoc::text).forEach(parts::add);
                for (String mount : run.mounts()) {
                    parts.add(expand(stage, at, mount));
                    Matcher from = MOUNT_FROM.matcher(mount);
                    if (from.find()) {
                        parts.add(source(stage.stage, at, from.group(1)));
                    } else {
                        parts.add(context);
                    }
                }
                stage.state = digest(parts);
                add(stage, instruction, BuildPlan.StepKind.RUN, stage.state);
            }
            case Instruction.Copy copy -> {
                List<String> parts = transfer(stage, at, copy.transfer());
                parts.add("COPY " + copy.parents());
                if (copy.from().isPresent()) {
                    parts.add(source(stage.stage, at, expand(stage, at, copy.from().get())));
                } else {
                    parts.add(context);
                }
                files(stage, instruction, parts);
            }
            case Instruction.Add add -> {
                List<String> parts = transfer(stage, at, add.transfer());
                parts.add("ADD %s %s %s".formatted(add.checksum(), add.keepGitDir(), add.unpack()));
                parts.add(context);
                files(stage, instruction, parts);
            }
            case Instruction.Workdir workdir -> files(stage, instruction, new ArrayList<>(
                    List.of("WORKDIR", expand(stage, at, workdir.path()))));
            case Instruction.Arg arg -> {
                stage.scope.declare(arg);
                add(stage, instruction, BuildPlan.StepKind.SETTINGS, "");
            }
            case Instruction.Env env -> visible(stage, instruction, HistoryText.pairs("ENV", stage.scope.set(env)));
            case Instruction.User user -> visible(stage, instruction, "USER " + expand(stage, at, user.user()));
            case Instruction.Shell shell -> visible(stage, instruction, "SHELL " + shell.arguments());
            case Instruction.From _,Instruction.Label _,Instruction.Cmd _,Instruction.Entrypoint _,Instruction.Expose _,Instruction.Volume _,Instruction.StopSignal _,Instruction.Healthcheck _,Instruction.OnBuild _,Instruction.Maintainer _ ->
                add(stage, instruction, BuildPlan.StepKind.SETTINGS, "");
        }
    }

    /** The layer of a COPY does not depend on what is below it; what comes after the COPY does. */
    private static void files(Walked stage, Instruction instruction, List<String> parts) {
        String layer = digest(parts);
        stage.state = digest(List.of(stage.state, layer));
        add(stage, instruction, BuildPlan.StepKind.FILES, layer);
    }

    private static void visible(Walked stage, Instruction instruction, String text) {
        stage.state = digest(List.of(stage.state, text));
        add(stage, instruction, BuildPlan.StepKind.SETTINGS, "");
    }

    private static void add(Walked stage, Instruction instruction, BuildPlan.StepKind kind, String key) {
        stage.steps.add(new WalkedStep(instruction, kind, key));
    }

    private List<String> transfer(Walked stage, SourceLocation at, Instruction.Transfer transfer)
            throws IOException {
        List<String> parts = new ArrayList<>();
        for (CopySource source : transfer.sources()) {
            parts.add(switch (source) {
                case CopySource.Location location -> expand(stage, at, location.text());
                case CopySource.Inline inline -> stage.scope.expand(at, inline.heredoc());
            });
        }
        parts.add(expand(stage, at, transfer.destination()));
        Optional<String> owner = transfer.chown();
        if (owner.isPresent()) {
            String text = expand(stage, at, owner.get());
            // a name is looked up in the stage
            parts.add(text.matches("\\d+(:\\d+)?") ? text : text + " " + stage.state);
        }
        parts.add(transfer.chmod() + " " + transfer.excludes());
        return parts;
    }

    /** What stands for the files that are copied from: the state of a stage, or an image. */
    private String source(Stage stage, SourceLocation at, String name) throws IOException, InterruptedException {
        return switch (Origin.of(build, name, stage.index())) {
            case Origin.OfStage(Stage earlier) -> visit(earlier).state;
            case Origin.OfFiles(NamedContext.Files files) -> "files " + files.directory();
            case Origin.Nothing _ -> name;
            case Origin.OfImage(String reference) ->
                survey.find(at.at(name), reference, globals.target(), globals.target(), false)
                        .map(image -> image.manifest().raw().digest().toString())
                        .orElse(reference + " " + globals.target());
        };
    }

    private static String expand(Walked stage, SourceLocation at, String word) throws IOException {
        return stage.scope.expand(at, word);
    }

    private static String command(CommandLine command) {
        return switch (command) {
            case CommandLine.Exec exec -> exec.arguments().toString();
            case CommandLine.Shell shell -> shell.text();
        };
    }

    private static String digest(List<String> parts) {
        return Digest.sha256(String.join("\0", parts).getBytes(StandardCharsets.UTF_8)).toString();
    }
}
