package dev.anyarch.cli;

import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.builder.build.BuildPlan;
import dev.anyarch.builder.build.BuildPlanner;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.Doctor;
import dev.anyarch.runtime.MachineReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code anyarch plan CONTEXT}. */
final class PlanCommand implements Command {
    private static final Option PULL = Option.flag("--pull", "ask the registry for base images, not the store");

    @Override
    public CommandSpec spec() {
        List<Option> options = new ArrayList<>(BuildRequest.OPTIONS);
        options.addAll(List.of(PULL, GlobalOptions.OUTPUT));
        return new CommandSpec("plan", "CONTEXT", 1, 1, "tell what a build would do, before it does it", """
            Asks for every base image whether it has the platforms, and tells for each step and platform whether
            it is executed natively, emulated, or needs nothing; what is equal for several platforms is done once.
            Exit code 4 when a base lacks a platform, 3 when there is no such image.""", options);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        boolean isJson = GlobalOptions.isJson(arguments);
        try (BuildRequest request = BuildRequest.of(arguments, session.environment())) {
            BaseImages images = new StoreBaseImages(session.places(), arguments.has(PULL), UnaryOperator.identity());
            BuildPlan plan = BuildPlanner.plan(request.build(arguments, images), Host.withLevel(), images);
            List<MachineReport.PlatformFinding> executions = executions(foreign(plan), session.environment());
            if (isJson) {
                session.console().print(JsonWriter.indented(PlanJson.of(plan, executions), "  "));
            } else {
                new PlanText(plan, executions).print(session.console());
            }
            return exit(List.of(plan));
        }
    }

    /** The platforms that commands are executed for, and that are not this machine's. */
    static List<Platform> foreign(BuildPlan plan) {
        return plan.stages()
                .stream()
                .flatMap(stage -> stage.steps()
                        .stream()
                        .flatMap(step -> step.actions().entrySet().stream())
                        .filter(action -> action.getValue().execution() == BuildPlan.Execution.EMULATED)
                        .map(action -> stage.runsOn().getOrDefault(action.getKey(), action.getKey())))
                .distinct()
                .toList();
    }

    /** How this machine would execute what is not its own, found as a build finds it. */
    static List<MachineReport.PlatformFinding> executions(List<Platform> foreign, Environment environment)
            throws IOException, InterruptedException {
        return foreign.isEmpty()
                ? List.of()
                : new Doctor(Executors.directory(environment), Executors.path(environment))
                        .executions(Executors.forced(environment), foreign);
    }

    /** The worst of what the bases are. */
    static ExitCode exit(Collection<BuildPlan> plans) {
        ExitCode worst = ExitCode.OK;
        for (BuildPlan.Base base : plans.stream().flatMap(plan -> plan.bases().stream()).toList()) {
            for (BuildPlan.Need need : base.needs().values()) {
                worst = switch (need.availability()) {
                    case BuildPlan.Availability.Present _ -> worst;
                    case BuildPlan.Availability.Lacking _ -> ExitCode.NO_SUCH_PLATFORM;
                    case BuildPlan.Availability.Missing _ -> worst == ExitCode.OK ? ExitCode.NOT_FOUND : worst;
                    case BuildPlan.Availability.Unknown _ -> worst == ExitCode.OK ? ExitCode.UNAVAILABLE : worst;
                };
            }
        }
        return worst;
    }
}
