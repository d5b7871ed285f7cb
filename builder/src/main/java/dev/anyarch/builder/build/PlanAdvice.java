package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What would make emulated steps native. */
final class PlanAdvice {
    private PlanAdvice() {}

    static List<String> of(Dockerfile dockerfile, Stage target, List<BuildPlan.PlannedStage> stages) {
        Set<String> inTarget = new HashSet<>();
        Optional<Stage> below = Optional.of(target);
        while (below.isPresent()) {
            inTarget.add(below.get().label());
            below = dockerfile.findStage(below.get().from().image(), below.get().index());
        }
        List<String> advice = new ArrayList<>();
        for (BuildPlan.PlannedStage planned : stages) {
            long emulated = planned.steps()
                    .stream()
                    .filter(step -> step.actions()
                            .values()
                            .stream()
                            .anyMatch(action -> action.execution() == BuildPlan.Execution.EMULATED))
                    .count();
            if (emulated > 0) {
                Optional<Stage> stage = dockerfile.findStage(planned.name());
                advice.add(stage.map(found -> advice(found, emulated, inTarget.contains(planned.name()))).orElse(""));
            }
        }
        return advice.stream().filter(line -> !line.isEmpty()).toList();
    }

    private static String advice(Stage stage, long emulated, boolean isInTarget) {
        String subject = "stage %s: %d RUN%s emulated; ".formatted(stage.label(), emulated, emulated == 1 ? "" : "s");
        List<String> commands = stage.instructions()
                .stream()
                .filter(Instruction.Run.class::isInstance)
                .map(instruction -> ((Instruction.Run) instruction).commandText())
                .toList();
        boolean compiles = commands.stream().anyMatch(text -> CommandWork.of(text) == CommandWork.COMPILE);
        if (stage.from().platform().filter(platform -> !platform.contains("$")).isPresent()) {
            return subject + "--platform=%s is constant: FROM --platform=$BUILDPLATFORM makes them native".formatted(
                    stage.from().platform().get());
        }
        if (!isInTarget) {
            boolean crosses = commands.stream().anyMatch(CommandWork::crossesEasily);
            return subject + (compiles && !crosses
                    ? "FROM --platform=$BUILDPLATFORM, ARG TARGETARCH and a cross compiler make them native"
                    : compiles
                            ? "FROM --platform=$BUILDPLATFORM makes them native, with ARG TARGETARCH where the result depends on it"
                            : "FROM --platform=$BUILDPLATFORM + ARG TARGETARCH makes them native, if its files do not depend on the machine");
        }
        return subject + (compiles
                ? "compile in a stage of its own, FROM --platform=$BUILDPLATFORM + ARG TARGETARCH, and COPY --from it"
                : "they change the image itself; a base image that has it already needs none of them");
    }
}
