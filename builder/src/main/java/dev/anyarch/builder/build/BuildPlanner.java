package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.platform.HostPlatform;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plans builds: asks for the base images, executes nothing, writes nothing. */
public final class BuildPlanner {
    private final ImageBuild build;
    private final Platform host;
    private final BaseSurvey survey;
    private final Map<String, String> earlier;
    private final Map<Platform, SortedMap<Integer, PlanWalk.Walked>> walks = new LinkedHashMap<>();

    /** @param earlier who does a step already, by the key of the step */
    BuildPlanner(ImageBuild build, Platform host, BaseSurvey survey, Map<String, String> earlier) {
        this.build = build;
        this.host = host;
        this.survey = survey;
        this.earlier = earlier;
    }

    /**
     * The plan of a build.
     *
     * @param host that would build, with the level of its CPU, see {@link HostPlatform#withLevel}
     * @throws dev.anyarch.builder.dockerfile.DockerfileException when the Dockerfile asks for something that cannot be
     */
    public static BuildPlan plan(ImageBuild build, Platform host, BaseImages images)
            throws IOException, InterruptedException {
        return new BuildPlanner(build, host, new BaseSurvey(images, _ -> false), Map.of()).plan();
    }

    /**
     * The platforms that a build could be for: those that every base has which is not only for the build itself, in the order
     * of the first one.
     *
     * @throws IllegalArgumentException when no base says which there are
     */
    public static List<Platform> platformsOfBases(ImageBuild build, BaseImages images)
            throws IOException, InterruptedException {
        Platform any = build.platforms().getFirst().normalized();
        // for their names only, so that it does not matter when what is here lacks this platform
        BaseSurvey survey = new BaseSurvey((reference, platform) -> images.find(reference, platform), _ -> false);
        new PlanWalk(build, any, survey).walk(NeededStages.target(build));
        BaseImageCatalog catalog = new BaseImageCatalog(images);
        Optional<List<Platform>> common = Optional.empty();
        for (BuildPlan.Base base : survey.bases()) {
            if (!base.isForced()) {
                List<Platform> has = catalog.platforms(base.at(), base.reference(), any);
                common = Optional.of(common.orElse(has)
                        .stream()
                        .filter(platform -> has.stream().anyMatch(platform::isSameAs))
                        .toList());
            }
        }
        return common.filter(platforms -> !platforms.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(
                        "no platform is common to the base images; name the platforms to build for"));
    }

    /** The keys of the steps that are planned. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>();
        walks.values()
                .forEach(walk -> walk.values()
                        .forEach(walked -> walked.steps.stream()
                                .map(PlanWalk.WalkedStep::key)
                                .filter(key -> !key.isEmpty())
                                .forEach(keys::add)));
        return keys;
    }

    BuildPlan plan() throws IOException, InterruptedException {
        Stage target = NeededStages.target(build);
        for (Platform platform : build.platforms()) {
            walks.put(platform.normalized(), new PlanWalk(build, platform, survey).walk(target));
        }
        SortedMap<Integer, Stage> needed = new TreeMap<>();
        SortedMap<Integer, Set<Integer>> below = new TreeMap<>();
        walks.values().forEach(walk -> walk.forEach((index, walked) -> {
            needed.put(index, walked.stage);
            walked.below.ifPresent(stage -> below.computeIfAbsent(index, _ -> new TreeSet<>()).add(stage.index()));
        }));
        List<BuildPlan.PlannedStage> stages = needed.values().stream().map(this::stage).toList();
        List<BuildPlan.Base> bases = survey.bases();
        return new BuildPlan(List.copyOf(walks.keySet()), host, bases, stages,
                new PlanAdvice(target, needed, below).of(stages, bases, host));
    }

    private BuildPlan.PlannedStage stage(Stage stage) {
        Map<Platform, Platform> runsOn = new LinkedHashMap<>();
        Map<SourceLocation, Map<Platform, PlanWalk.WalkedStep>> byPlace = new LinkedHashMap<>();
        walks.forEach((platform, walk) -> walked(walk, stage).ifPresent(walked -> {
            runsOn.put(platform, walked.platform);
            walked.steps.forEach(step -> byPlace
                    .computeIfAbsent(step.instruction().location(), _ -> new LinkedHashMap<>())
                    .put(platform, step));
        }));
        List<BuildPlan.Step> steps = new ArrayList<>();
        byPlace.forEach((at, byPlatform) -> steps.add(step(at, byPlatform, runsOn)));
        return new BuildPlan.PlannedStage(stage.label(), stage.from().image(), stage.from().location(), runsOn, steps);
    }

    private static Optional<PlanWalk.Walked> walked(SortedMap<Integer, PlanWalk.Walked> walk, Stage stage) {
        return Optional.ofNullable(walk.get(stage.index()));
    }

    private BuildPlan.Step step(SourceLocation at, Map<Platform, PlanWalk.WalkedStep> byPlatform,
            Map<Platform, Platform> runsOn) {
        PlanWalk.WalkedStep any = byPlatform.values().iterator().next();
        Map<String, Platform> firsts = new LinkedHashMap<>();
        Map<Platform, BuildPlan.Action> actions = new LinkedHashMap<>();
        byPlatform.forEach((platform, step) -> {
            Optional<Platform> sameAs = step.key().isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(firsts.putIfAbsent(step.key(), platform));
            actions.put(platform, new BuildPlan.Action(execution(step, runsOn.getOrDefault(platform, platform)), sameAs,
                    Optional.ofNullable(earlier.get(step.key()))));
        });
        String work = any.instruction() instanceof Instruction.Run run
                ? CommandWork.of(run.commandText()).toString()
                : "";
        return new BuildPlan.Step(any.kind(), at, text(any.instruction()), work, actions);
    }

    private BuildPlan.Execution execution(PlanWalk.WalkedStep step, Platform platform) {
        if (step.kind() != BuildPlan.StepKind.RUN) {
            return BuildPlan.Execution.NONE;
        }
        return HostPlatform.executes(host, platform) ? BuildPlan.Execution.NATIVE : BuildPlan.Execution.EMULATED;
    }

    /** The first line; of a RUN, the first of what it executes, because flags in front of it often fill lines. */
    private static String text(Instruction instruction) {
        if (instruction instanceof Instruction.Run run && !run.mounts().isEmpty()) {
            List<String> lines = run.commandText().lines().map(String::strip).toList();
            return "RUN … %s%s".formatted(lines.isEmpty() ? "" : lines.getFirst(), lines.size() > 1 ? " …" : "");
        }
        String text = instruction.location().text().strip();
        return instruction.location().lines().size() > 1 ? text.replaceFirst("\\s*\\\\?$", " …") : text;
    }
}
