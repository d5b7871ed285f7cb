package dev.anyarch.cli;

import dev.anyarch.bake.definition.Stack;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.builder.build.BuildPlan;
import dev.anyarch.builder.build.Freshness;
import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.build.StackPlanner;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.MachineReport;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Plans the targets of a stack, those first that others are built on. For one thread. */
final class StackPlan {
    private final Session session;
    private final Map<String, StackTarget> targets;
    private final BakeImages images;

    StackPlan(Session session, Map<String, StackTarget> targets) {
        this.session = session;
        this.targets = targets;
        this.images = new BakeImages(session.places(), UnaryOperator.identity());
    }

    ExitCode print(boolean isJson) throws IOException, InterruptedException {
        Map<String, BuildPlan> plans = plans();
        List<MachineReport.PlatformFinding> executions = PlanCommand.executions(
                plans.values().stream().flatMap(plan -> PlanCommand.foreign(plan).stream()).distinct().toList(),
                session.environment());
        JsonBuilder json = new JsonBuilder();
        plans.forEach((name, plan) -> {
            List<Platform> foreign = PlanCommand.foreign(plan);
            List<MachineReport.PlatformFinding> own = executions.stream()
                    .filter(finding -> foreign.contains(finding.platform()))
                    .toList();
            if (isJson) {
                json.put(name, PlanJson.of(plan, own));
            } else {
                session.console().print("target %s".formatted(name));
                new PlanText(plan, own).print(session.console());
                session.console().print("");
            }
        });
        if (isJson) {
            session.console().print(JsonWriter.indented(json.build(), "  "));
        }
        return PlanCommand.exit(plans.values());
    }

    private Map<String, BuildPlan> plans() throws IOException, InterruptedException {
        List<StackTarget> order = StackDelivery.inOrder(targets);
        Map<String, ImageBuild> builds = new LinkedHashMap<>();
        for (StackTarget target : order.reversed()) {
            builds.put(target.name(), build(target, builds));
        }
        // what is done anew is not what others have
        Map<Freshness, StackPlanner> planners = new HashMap<>();
        Platform host = Host.withLevel();
        Map<String, BuildPlan> plans = new LinkedHashMap<>();
        for (StackTarget target : order) {
            Optional<ImageBuild> build = Optional.ofNullable(builds.get(target.name()));
            if (build.isPresent()) {
                plans.put(target.name(), planners
                        .computeIfAbsent(BakeRun.freshness(target.definition()), _ -> new StackPlanner(host))
                        .plan(target.name(), build.get(), imagesOf(target),
                                reference -> reference.startsWith(BuildContexts.TARGET)));
            }
        }
        return plans;
    }

    /** @param above the builds of those that are built on it */
    private ImageBuild build(StackTarget target, Map<String, ImageBuild> above)
            throws IOException, InterruptedException {
        ImageBuild build = target.request().build(target.arguments(), imagesOf(target));
        if (!target.isForAnyPlatform()) {
            return build;
        }
        return build.withPlatforms(above.entrySet()
                .stream()
                .filter(entry -> Optional.ofNullable(targets.get(entry.getKey()))
                        .filter(other -> Stack.links(other.definition()).contains(target.name()))
                        .isPresent())
                .flatMap(entry -> entry.getValue().platforms().stream())
                .distinct()
                .toList());
    }

    private BaseImages imagesOf(StackTarget target) {
        return images.of(target.definition().isOn(TargetAttribute.PULL));
    }
}
