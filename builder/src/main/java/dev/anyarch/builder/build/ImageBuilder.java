package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.UsedSteps;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.builder.lint.DockerfileLint;
import dev.anyarch.builder.lint.Surroundings;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Builds images: all platforms at a time, what is equal once. Safe for use by several threads, each with its own build.
 */
public final class ImageBuilder {
    private final BaseImages images;
    private final BuildProgress progress;
    private final RunEnvironment runs;
    private final boolean isPlatformStrict;
    private final Optional<BuildCache> cache;
    private final Freshness freshness;
    private final UsedSteps used;

    /** For Dockerfiles without RUN. */
    public ImageBuilder(BaseImages images, BuildProgress progress) {
        this(images, progress, RunEnvironment.NONE);
    }

    public ImageBuilder(BaseImages images, BuildProgress progress, RunEnvironment runs) {
        this(images, progress, runs, false, Optional.empty(), Freshness.NONE, new UsedSteps());
    }

    private ImageBuilder(BaseImages images, BuildProgress progress, RunEnvironment runs, boolean isPlatformStrict,
            Optional<BuildCache> cache, Freshness freshness, UsedSteps used) {
        this.images = images;
        this.progress = progress;
        this.runs = runs;
        this.isPlatformStrict = isPlatformStrict;
        this.cache = cache;
        this.freshness = freshness;
        this.used = used;
    }

    /** Makes ready what every build needs and takes long to be, for a program that has something else to do meanwhile. */
    public static void prepare() throws IOException {
        DockerfileLint.checkForBuild(Dockerfile.parse("Dockerfile", "FROM scratch\nARG a\nCOPY $a /\nRUN a\n"),
                Surroundings.UNKNOWN);
        HostXattrs.prepare();
    }

    /** The same, but an executable that is not for its image's platform is an error, not a warning. */
    public ImageBuilder withStrictPlatform() {
        return new ImageBuilder(images, progress, runs, true, cache, freshness, used);
    }

    /** The same, but what earlier builds made is taken from {@code newCache}, and what this one makes is put there. */
    public ImageBuilder withCache(BuildCache newCache, Freshness newFreshness) {
        return new ImageBuilder(images, progress, runs, isPlatformStrict, Optional.of(newCache), newFreshness,
                newCache.used());
    }

    /** The same, but what it does or finds done is noted there, apart from other builds with the cache. */
    public ImageBuilder noting(UsedSteps newUsed) {
        return new ImageBuilder(images, progress, runs, isPlatformStrict, cache, freshness, newUsed);
    }

    /**
     * Builds into {@code target}: layers, configs, manifests, the index, and the tags last. When it fails, no tag has moved
     * and no manifest was written.
     *
     * @throws dev.anyarch.builder.dockerfile.DockerfileException when the Dockerfile asks for something that cannot be
     * @throws dev.anyarch.model.InvalidContentException when an executable is not for the platform, if that is strict
     * @throws RunFailedException when a command fails
     * @throws dev.anyarch.runtime.CannotExecuteException when there is a RUN and no way to execute it
     * @throws NoSuchPlatformException when a base image lacks a platform
     * @throws IOException when a file, a base image or the target fails
     */
    public BuildResult build(ImageBuild build, ImageStore target) throws IOException, InterruptedException {
        try (SharedServices shared = new SharedServices(runs, target, cache)) {
            return build(shared, build, target);
        }
    }

    /** Prepares for several builds into {@code target}; this one's environment opens what executes their commands. */
    public StackBuilder open(ImageStore target) throws IOException {
        return new StackBuilder(new SharedServices(runs, target, cache), target);
    }

    BuildResult build(SharedServices shared, ImageBuild build, ImageStore target)
            throws IOException, InterruptedException {
        build.annotations().requirePlaces(build.platforms(), build.isIndex());
        return build(shared.forBuild(build, images, progress, runs, freshness, used), target);
    }

    private BuildResult build(BuildServices services, ImageStore target)
            throws IOException, InterruptedException {
        ImageBuild build = services.build();
        Stage stage = NeededStages.target(build);
        List<PlatformBuild> platforms = new ArrayList<>();
        Map<Integer, Set<String>> variables = Map.of();
        for (Platform platform : build.platforms()) {
            GlobalScope globals = new GlobalScope(build, platform);
            NeededStages needed = NeededStages.check(build, stage, globals, services);
            variables = needed.baseVariables();
            platforms.add(new PlatformBuild(services, globals, needed.signatures()));
        }
        DockerfileLint.checkForBuild(build.dockerfile(), BuildCheck.surroundings(build, variables))
                .forEach(services.warnings()::add);
        UndeclaredArguments.warn(build, services.warnings());
        Map<Platform, ImageDraft> drafts = buildAll(stage, platforms, build.platforms());
        List<DockerfileWarning> mismatches = new PlatformCheck(services.layers()).check(drafts.values());
        mismatches.forEach(services.warnings()::add);
        if (isPlatformStrict) {
            PlatformCheck.requireNone(mismatches);
        }
        return new ImageOutput(services, target).write(stage, drafts);
    }

    /**
     * In the order of the platforms; the first failure stops the others. On platform threads: a virtual one that has waited for
     * a registry leaves a poll of the operating system behind, and the JVM waits 300 ms for it at its exit.
     */
    private static Map<Platform, ImageDraft> buildAll(Stage stage, List<PlatformBuild> builds,
            List<Platform> platforms) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors
                .newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("build-", 0).factory())) {
            ExecutorCompletionService<ImageDraft> completion = new ExecutorCompletionService<>(threads);
            List<Future<ImageDraft>> running = new ArrayList<>();
            for (PlatformBuild build : builds) {
                running.add(completion.submit(() -> build.buildTarget(stage, threads)));
            }
            try {
                for (int i = 0; i < running.size(); i++) {
                    completion.take().get();
                }
                Map<Platform, ImageDraft> images = new LinkedHashMap<>();
                for (int i = 0; i < running.size(); i++) {
                    images.put(platforms.get(i), running.get(i).get());
                }
                return images;
            } catch (ExecutionException e) {
                throw Once.rethrown(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
