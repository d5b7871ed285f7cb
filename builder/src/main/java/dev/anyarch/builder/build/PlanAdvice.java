package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.platform.HostPlatform;
import dev.anyarch.model.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What would make emulated steps native, and what would do without a platform that a base lacks. */
final class PlanAdvice {
    private final SortedMap<Integer, Stage> stages;
    private final SortedMap<Integer, Set<Integer>> below;
    private final Set<Integer> inImage;

    /**
     * Advice about these stages.
     *
     * @param stages that are needed, by their index
     * @param below the stages that a stage is built on, for one platform or another
     */
    PlanAdvice(Stage target, SortedMap<Integer, Stage> stages, SortedMap<Integer, Set<Integer>> below) {
        this.stages = stages;
        this.below = below;
        this.inImage = withAllBelow(target.index());
    }

    List<String> of(List<BuildPlan.PlannedStage> planned, List<BuildPlan.Base> bases, Platform host) {
        List<String> advice = new ArrayList<>();
        SortedMap<Integer, List<Emulated>> byRoot = new TreeMap<>();
        for (BuildPlan.PlannedStage one : planned) {
            long commands = one.steps().stream().filter(PlanAdvice::isEmulated).count();
            find(one).filter(_ -> commands > 0).ifPresent(stage -> {
                Emulated emulated = new Emulated(stage, commands, isCompiling(one));
                if (inImage.contains(stage.index())) {
                    advice.add(inImage(emulated));
                } else {
                    byRoot.computeIfAbsent(root(stage), _ -> new ArrayList<>()).add(emulated);
                }
            });
        }
        byRoot.forEach((root, together) -> Optional.ofNullable(stages.get(root))
                .ifPresent(stage -> advice.add(beside(stage, together))));
        bases.forEach(base -> lacking(base, host).ifPresent(advice::add));
        return advice;
    }

    /** A stage with commands that are emulated. */
    private record Emulated(Stage stage, long commands, boolean isCompiling) {}

    private static boolean isEmulated(BuildPlan.Step step) {
        return step.actions()
                .values()
                .stream()
                .anyMatch(
                        action -> action.execution() == BuildPlan.Execution.EMULATED);
    }

    private static boolean isCompiling(BuildPlan.PlannedStage stage) {
        return stage.steps().stream().anyMatch(step -> step.work().equals(CommandWork.COMPILE.toString()));
    }

    private Optional<Stage> find(BuildPlan.PlannedStage planned) {
        return stages.values()
                .stream()
                .filter(stage -> stage.from().location().equals(planned.at()))
                .findFirst();
    }

    private Set<Integer> withAllBelow(int index) {
        Set<Integer> all = new TreeSet<>();
        addWithAllBelow(index, all);
        return all;
    }

    private void addWithAllBelow(int index, Set<Integer> all) {
        if (all.add(index)) {
            below.getOrDefault(index, Set.of()).forEach(one -> addWithAllBelow(one, all));
        }
    }

    /** The stage that says on which image and platform this one is built. */
    private int root(Stage stage) {
        return withAllBelow(stage.index()).iterator().next();
    }

    private static String inImage(Emulated emulated) {
        String subject = subject(List.of(emulated));
        Optional<String> constant = constantPlatform(emulated.stage);
        if (constant.isPresent()) {
            return subject + "--platform=%s is constant, which other machines emulate whatever is built; leave it out"
                    .formatted(constant.get());
        }
        return subject + (emulated.isCompiling
                ? "compile in a stage of its own, FROM --platform=$BUILDPLATFORM + ARG TARGETARCH, and COPY --from it"
                : "what changes the image itself cannot be native; a base image that has it already needs none of it");
    }

    /** Stages that are only copied from can be native all together. */
    private String beside(Stage root, List<Emulated> together) {
        String subject = subject(together);
        boolean isOne = together.stream().mapToLong(Emulated::commands).sum() == 1;
        String them = isOne ? "it" : "them";
        String from = "FROM --platform=$BUILDPLATFORM in line %d".formatted(root.from().location().line());
        if (inImage.contains(root.index())) {
            String names = together.stream().map(one -> one.stage.label()).collect(Collectors.joining(", "));
            return subject + "FROM --platform=$BUILDPLATFORM %s for %s, rather than stage %s, makes %s native"
                    .formatted(root.from().image(), names, root.label(), them);
        }
        Optional<String> constant = constantPlatform(root);
        if (constant.isPresent()) {
            return subject + "--platform=%s is constant: %s makes %s native".formatted(constant.get(), from, them);
        }
        List<String> commands = together.stream().flatMap(one -> commands(one.stage).stream()).toList();
        String caution = commands.stream().anyMatch(CommandWork::bringsNativeCode)
                ? "; packages with native code would be this machine's: install those in a stage without it"
                : "";
        if (together.stream().noneMatch(Emulated::isCompiling)) {
            return subject
                    + "%s makes %s native, and once for all platforms, if what is copied from there is the same for each%s"
                            .formatted(from, them, caution);
        }
        return subject + (commands.stream().anyMatch(CommandWork::crossesEasily)
                ? "%s makes %s native, with ARG TARGETARCH where the result depends on it%s"
                        .formatted(from, them, caution)
                : "%s, ARG TARGETARCH and a cross compiler make %s native%s".formatted(from, them, caution));
    }

    private static String subject(List<Emulated> emulated) {
        long commands = emulated.stream().mapToLong(Emulated::commands).sum();
        return "stage %s: %d RUN%s emulated; ".formatted(
                emulated.stream().map(one -> one.stage.label()).collect(Collectors.joining(", ")), commands,
                commands == 1 ? "" : "s");
    }

    private static List<String> commands(Stage stage) {
        return stage.instructions()
                .stream()
                .filter(Instruction.Run.class::isInstance)
                .map(instruction -> ((Instruction.Run) instruction).commandText())
                .toList();
    }

    private static Optional<String> constantPlatform(Stage stage) {
        return stage.from().platform().filter(platform -> !platform.contains("$"));
    }

    /** A stage that is only copied from does not need its base for every platform. */
    private Optional<String> lacking(BuildPlan.Base base, Platform host) {
        boolean isThereForHost = base.needs()
                .values()
                .stream()
                .anyMatch(need -> need.availability() instanceof BuildPlan.Availability.Lacking lacking
                        && lacking.available().stream().anyMatch(has -> HostPlatform.executes(host, has)));
        List<Stage> on = stages.values().stream().filter(stage -> isOn(stage, base)).toList();
        if (!isThereForHost || base.isForced() || on.isEmpty()
                || on.stream().anyMatch(stage -> inImage.contains(stage.index()))) {
            return Optional.empty();
        }
        return Optional
                .of("stage %s: with FROM --platform=$BUILDPLATFORM, %s is needed for this machine only".formatted(
                        on.stream().map(Stage::label).collect(Collectors.joining(", ")), base.reference()));
    }

    private static boolean isOn(Stage stage, BuildPlan.Base base) {
        return stage.from().location().line() == base.at().line() || stage.from().image().equals(base.reference());
    }
}
