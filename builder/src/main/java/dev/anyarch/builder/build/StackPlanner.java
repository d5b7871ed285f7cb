package dev.anyarch.builder.build;

import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Plans the builds of a stack one after the other: what an earlier one does, a later one shares. For one thread. */
public final class StackPlanner {
    private final Platform host;
    private final Map<String, String> done = new HashMap<>();

    /** @param host as in {@link BuildPlanner#plan} */
    public StackPlanner(Platform host) {
        this.host = host;
    }

    /**
     * The plan of the next build.
     *
     * @param name what later plans call it
     * @param isBuilt whether an image is itself of the stack, so that it is there when this one is built
     * @throws dev.anyarch.builder.dockerfile.DockerfileException when the Dockerfile asks for something that cannot be
     */
    public BuildPlan plan(String name, ImageBuild build, BaseImages images, Predicate<String> isBuilt)
            throws IOException, InterruptedException {
        BuildPlanner planner = new BuildPlanner(build, host, new BaseSurvey(images, isBuilt), Map.copyOf(done));
        BuildPlan plan = planner.plan();
        planner.keys().forEach(key -> done.putIfAbsent(key, name));
        return plan;
    }
}
