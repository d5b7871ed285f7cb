package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildPlan;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.Execution;
import dev.anyarch.runtime.MachineReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan for people: the bases, the steps, what is missing, what would be better. */
record PlanText(BuildPlan plan, List<MachineReport.PlatformFinding> executions) {
    private static final int MAX_TEXT = 48;

    void print(Console console) {
        if (!plan.bases().isEmpty()) {
            bases().print(console);
            console.print("");
        }
        steps().print(console);
        console.print("");
        summary().forEach(console::printText);
    }

    private Table bases() {
        Table table = new Table(header("BASE"));
        for (BuildPlan.Base base : plan.bases()) {
            List<String> row = new ArrayList<>(
                    List.of(base.isForced() ? base.reference() + " (--platform)" : base.reference()));
            plan.platforms()
                    .forEach(platform -> row.add(Optional.ofNullable(base.needs().get(platform))
                            .map(need -> cell(base.isForced(), need))
                            .orElse("-")));
            table.row(row);
        }
        return table;
    }

    private static String cell(boolean isForced, BuildPlan.Need need) {
        return switch (need.availability()) {
            case BuildPlan.Availability.Present _ ->
                !isForced ? "yes" : "as " + need.wanted();
            case BuildPlan.Availability.Lacking _ -> "NO";
            case BuildPlan.Availability.Missing _ -> "no image";
            case BuildPlan.Availability.Unknown _ -> "unknown";
        };
    }

    private Table steps() {
        Table table = new Table(header("STEP"));
        for (BuildPlan.PlannedStage stage : plan.stages()) {
            List<String> title = new ArrayList<>(
                    List.of(shortened("stage %s (FROM %s)".formatted(stage.name(), stage.from()), MAX_TEXT + 4)));
            plan.platforms()
                    .forEach(platform -> title.add(Optional.ofNullable(stage.runsOn().get(platform))
                            .map(runsOn -> runsOn.isSameAs(platform) ? "" : "on " + runsOn)
                            .orElse("not needed")));
            table.row(title);
            for (BuildPlan.Step step : stage.steps()) {
                if (step.kind() != BuildPlan.StepKind.SETTINGS) {
                    table.row(step(stage, step));
                }
            }
        }
        return table;
    }

    private List<String> step(BuildPlan.PlannedStage stage, BuildPlan.Step step) {
        String place = isTrigger(stage, step) ? "ONBUILD" : Integer.toString(step.at().line());
        List<String> row = new ArrayList<>(List.of("  %s %s".formatted(place, shortened(step.text(), MAX_TEXT))));
        plan.platforms()
                .forEach(platform -> row.add(Optional.ofNullable(step.actions().get(platform))
                        .map(action -> cell(step, action))
                        .orElse("")));
        return row;
    }

    /** Whether it is in the base image, not in the file. */
    private static boolean isTrigger(BuildPlan.PlannedStage stage, BuildPlan.Step step) {
        return !step.at().file().equals(stage.at().file());
    }

    private static String shortened(String text, int length) {
        return text.length() > length ? text.substring(0, length - 1) + "…" : text;
    }

    private static String cell(BuildPlan.Step step, BuildPlan.Action action) {
        if (action.sharedWith().isPresent()) {
            return "shared";
        }
        if (action.sameAs().isPresent()) {
            return "same";
        }
        return switch (action.execution()) {
            case NONE -> step.kind() == BuildPlan.StepKind.FILES ? "files" : "";
            case NATIVE -> "native";
            case EMULATED -> "emulated";
        };
    }

    private List<String> header(String first) {
        List<String> header = new ArrayList<>(List.of(first));
        plan.platforms().forEach(platform -> header.add(platform.toString()));
        return header;
    }

    private List<String> summary() {
        List<String> lines = new ArrayList<>();
        List<String> others = plan.stages()
                .stream()
                .flatMap(stage -> stage.steps().stream())
                .flatMap(step -> step.actions().values().stream())
                .flatMap(action -> action.sharedWith().stream())
                .distinct()
                .toList();
        if (!others.isEmpty()) {
            lines.add("shared is done by %s".formatted(String.join(", ", others)));
        }
        lines.add("native and emulated are executed (this machine is %s), files are only written, same is done once"
                .formatted(plan.host()));
        lines.add("commands to execute: %d native, %d emulated".formatted(plan.count(BuildPlan.Execution.NATIVE),
                plan.count(BuildPlan.Execution.EMULATED)));
        List<String> runLess = plan.stages()
                .stream()
                .filter(BuildPlan.PlannedStage::isRunLess)
                .map(BuildPlan.PlannedStage::name)
                .toList();
        if (!runLess.isEmpty()) {
            lines.add("nothing is executed in stage%s %s: no privileges, no emulator needed".formatted(
                    runLess.size() == 1 ? "" : "s", String.join(", ", runLess)));
        }
        executions.forEach(finding -> lines.add("%s is %s %s".formatted(finding.platform(), finding.execution()
                .map(execution -> switch (execution) {
                    case Execution.Native _ -> "native:";
                    case Execution.Emulated _ -> "emulated";
                })
                .orElse("NOT executed here:"), DoctorCommand.description(finding)).strip()));
        plan.stages().forEach(stage -> stage.steps().forEach(step -> emulated(stage, step).ifPresent(lines::add)));
        plan.advice().forEach(advice -> lines.add("advice: " + advice));
        plan.bases().forEach(base -> problem(base).ifPresent(lines::add));
        return lines;
    }

    private static Optional<String> emulated(BuildPlan.PlannedStage stage, BuildPlan.Step step) {
        List<String> platforms = step.actions()
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().execution() == BuildPlan.Execution.EMULATED)
                .filter(entry -> entry.getValue().sharedWith().isEmpty())
                .map(entry -> entry.getKey().toString())
                .toList();
        return platforms.isEmpty()
                ? Optional.empty()
                : Optional.of("emulated: stage %s, %s, which %s, for %s".formatted(stage.name(),
                        isTrigger(stage, step) ? step.at().file() : "line " + step.at().line(), step.work(),
                        String.join(", ", platforms)));
    }

    private static Optional<String> problem(BuildPlan.Base base) {
        for (Map.Entry<Platform, BuildPlan.Need> entry : base.needs().entrySet()) {
            switch (entry.getValue().availability()) {
                case BuildPlan.Availability.Present _ -> {
                }
                case BuildPlan.Availability.Lacking lacking -> {
                    return Optional.of("missing: %s: image %s lacks %s; it has %s%s".formatted(base.at(),
                            base.reference(),
                            lacking(base),
                            lacking.available().stream().map(Platform::toString).collect(Collectors.joining(", ")),
                            lacking.registry().isEmpty() ? "" : " here; in its registry: " + lacking.registry()));
                }
                case BuildPlan.Availability.Missing _ -> {
                    return Optional.of("missing: %s: there is no stage and no image %s".formatted(base.at(),
                            base.reference()));
                }
                case BuildPlan.Availability.Unknown unknown -> {
                    return Optional.of("unknown: %s: %s".formatted(base.at(), unknown.problem()));
                }
            }
        }
        return Optional.empty();
    }

    private static String lacking(BuildPlan.Base base) {
        return base.needs()
                .values()
                .stream()
                .filter(need -> need.availability() instanceof BuildPlan.Availability.Lacking)
                .map(need -> need.wanted().toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
