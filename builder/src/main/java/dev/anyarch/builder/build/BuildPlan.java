package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a build would do, before it does it.
 *
 * @param platforms to build for
 * @param host that would build, with the level of its CPU
 * @param bases each image that is built on or copied from
 * @param stages that the target needs, in the order of the file
 * @param advice what would make it better, one sentence each
 */
public record BuildPlan(List<Platform> platforms, Platform host, List<Base> bases, List<PlannedStage> stages,
        List<String> advice) {

    public BuildPlan {
        platforms = List.copyOf(platforms);
        bases = List.copyOf(bases);
        stages = List.copyOf(stages);
        advice = List.copyOf(advice);
    }

    /**
     * An image that the build takes.
     *
     * @param at where it is named first
     * @param isForced whether a FROM says for which platform, whatever is built for
     * @param needs by the platform that is built for
     */
    public record Base(String reference, SourceLocation at, boolean isForced, Map<Platform, Need> needs) {
        public Base {
            needs = Collections.unmodifiableMap(new LinkedHashMap<>(needs));
        }
    }

    /** The platform that is wanted of an image, and whether it is there. */
    public record Need(Platform wanted, Availability availability) {}

    /** What is known of an image for one platform. */
    public sealed interface Availability {
        /** It is there. */
        record Present(Digest manifest) implements Availability {}

        /**
         * The image is there, but not for the platform.
         *
         * @param registry why there is no more of it in its registry, when that was asked; or empty
         */
        record Lacking(List<Platform> available, String registry) implements Availability {
            public Lacking {
                available = List.copyOf(available);
            }
        }

        /** There is no such image. */
        record Missing() implements Availability {}

        /** Nobody knows, because a registry failed. */
        record Unknown(String problem) implements Availability {}
    }

    /**
     * One stage.
     *
     * @param from what it is built on, as written
     * @param runsOn the platform that its commands are executed for, by the platform that is built for
     * @param steps in their order, triggers of the base first
     */
    public record PlannedStage(String name, String from, SourceLocation at, Map<Platform, Platform> runsOn,
            List<Step> steps) {
        public PlannedStage {
            runsOn = Collections.unmodifiableMap(new LinkedHashMap<>(runsOn));
            steps = List.copyOf(steps);
        }

        /** Whether nothing in it is executed, so that it needs no privileges, no emulator and no Linux. */
        public boolean isRunLess() {
            return steps.stream().noneMatch(step -> step.kind() == StepKind.RUN);
        }
    }

    /** What a step touches. */
    public enum StepKind {
        /** Only the config of the image. */
        SETTINGS,
        /** Files, which are written into a layer without executing anything. */
        FILES,
        /** A command is executed. */
        RUN
    }

    /** How a step is done. */
    public enum Execution {
        /** Nothing is executed. */
        NONE, NATIVE, EMULATED
    }

    /**
     * One instruction.
     *
     * @param work what its command does, as far as its text tells; empty when nothing is executed
     * @param actions by the platform that is built for; a platform that does not need the stage has none
     */
    public record Step(StepKind kind, SourceLocation at, String text, String work, Map<Platform, Action> actions) {
        public Step {
            actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
        }
    }

    /**
     * One instruction for one platform.
     *
     * @param sameAs the platform before it for which exactly the same is done, so that it is done once
     * @param sharedWith the build before it, of the same stack, that does exactly the same, so that it is done once
     */
    public record Action(Execution execution, Optional<Platform> sameAs, Optional<String> sharedWith) {

        /** Whether nothing before it does the same. */
        public boolean isFirst() {
            return sameAs.isEmpty() && sharedWith.isEmpty();
        }
    }

    /** Whether every base has what is wanted of it. */
    public boolean isPossible() {
        return bases.stream()
                .flatMap(base -> base.needs.values().stream())
                .allMatch(need -> need.availability instanceof Availability.Present);
    }

    /** How many commands are executed in this way, each that is equal for several platforms once, and not what is shared. */
    public long count(Execution execution) {
        return stages.stream()
                .flatMap(stage -> stage.steps.stream())
                .filter(step -> step.kind == StepKind.RUN)
                .flatMap(step -> step.actions.values().stream())
                .filter(action -> action.execution == execution && action.isFirst())
                .count();
    }
}
