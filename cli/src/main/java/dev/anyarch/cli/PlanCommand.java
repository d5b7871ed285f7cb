package dev.anyarch.cli;

import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.builder.build.BuildPlan;
import dev.anyarch.builder.build.BuildPlanner;
import dev.anyarch.model.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
            BaseImages images = new StoreBaseImages(session.places(), arguments.has(PULL));
            BuildPlan plan = BuildPlanner.plan(request.build(arguments, images), Host.withLevel(), images);
            if (isJson) {
                session.console().print(JsonWriter.indented(PlanJson.of(plan), "  "));
            } else {
                new PlanText(plan).print(session.console());
            }
            return exit(plan);
        }
    }

    /** The worst of what the bases are. */
    private static ExitCode exit(BuildPlan plan) {
        ExitCode worst = ExitCode.OK;
        for (BuildPlan.Base base : plan.bases()) {
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
