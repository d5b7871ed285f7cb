package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildPlan;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.MachineReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan for programs. */
final class PlanJson {
    private PlanJson() {}

    static Json.Obj of(BuildPlan plan, List<MachineReport.PlatformFinding> executions) {
        List<Json> bases = new ArrayList<>();
        plan.bases().forEach(base -> bases.add(base(base)));
        List<Json> stages = new ArrayList<>();
        plan.stages().forEach(stage -> stages.add(stage(stage)));
        return new JsonBuilder()
                .put("platforms", Json.ofStrings(plan.platforms().stream().map(Platform::toString).toList()))
                .put("host", plan.host().toString())
                .put("possible", plan.isPossible())
                .put("native", plan.count(BuildPlan.Execution.NATIVE))
                .put("emulated", plan.count(BuildPlan.Execution.EMULATED))
                .put("executions", new Json.Arr(executions.stream().<Json>map(DoctorCommand::json).toList()))
                .put("bases", new Json.Arr(bases))
                .put("stages", new Json.Arr(stages))
                .put("advice", Json.ofStrings(plan.advice()))
                .build();
    }

    private static Json base(BuildPlan.Base base) {
        JsonBuilder platforms = new JsonBuilder();
        base.needs().forEach((platform, need) -> platforms.put(platform.toString(), need(need)));
        JsonBuilder json = new JsonBuilder().put("reference", base.reference());
        BuildSteps.put(json, base.at());
        return json.put("platforms", platforms.build()).build();
    }

    private static Json.Obj need(BuildPlan.Need need) {
        JsonBuilder json = new JsonBuilder().put("wanted", need.wanted().toString());
        switch (need.availability()) {
            case BuildPlan.Availability.Present present ->
                json.put("status", "present").put("digest", present.manifest().toString());
            case BuildPlan.Availability.Lacking lacking -> json.put("status", "lacking")
                    .put("available", Json.ofStrings(lacking.available().stream().map(Platform::toString).toList()))
                    .putUnlessEmpty("registry", lacking.registry());
            case BuildPlan.Availability.Missing _ -> json.put("status", "missing");
            case BuildPlan.Availability.Unknown unknown ->
                json.put("status", "unknown").put("problem", unknown.problem());
        }
        return json.build();
    }

    private static Json stage(BuildPlan.PlannedStage stage) {
        JsonBuilder runsOn = new JsonBuilder();
        stage.runsOn().forEach((platform, actual) -> runsOn.put(platform.toString(), actual.toString()));
        List<Json> steps = new ArrayList<>();
        stage.steps().forEach(step -> steps.add(step(step)));
        return new JsonBuilder().put("name", stage.name())
                .put("from", stage.from())
                .put("line", stage.at().line())
                .put("runsOn", runsOn.build())
                .put("runLess", stage.isRunLess())
                .put("steps", new Json.Arr(steps))
                .build();
    }

    private static Json step(BuildPlan.Step step) {
        JsonBuilder actions = new JsonBuilder();
        for (Map.Entry<Platform, BuildPlan.Action> action : step.actions().entrySet()) {
            JsonBuilder json = new JsonBuilder().put("execution", name(action.getValue().execution()));
            action.getValue().sameAs().ifPresent(platform -> json.put("sameAs", platform.toString()));
            action.getValue().sharedWith().ifPresent(target -> json.put("sharedWith", target));
            actions.put(action.getKey().toString(), json.build());
        }
        JsonBuilder json = new JsonBuilder().put("kind", name(step.kind()));
        BuildSteps.put(json, step.at());
        return json.put("text", step.text())
                .putUnlessEmpty("work", step.work())
                .put("platforms", actions.build())
                .build();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
