package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.UsedSteps;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.builder.lint.DockerfileLint;
import dev.anyarch.builder.lint.Surroundings;
import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Builds images: all platforms at a time, what is equal once. Safe for use by several threads, each with its own build.
 */
public final class ImageBuilder {
    private final BaseImages images;
    private final BuildProgress progress;
    private final RunEnvironment runs;
    private final boolean isPlatformStrict;
    private final boolean allowsPartial;
    private final Optional<BuildCache> cache;
    private final Freshness freshness;
    private final UsedSteps used;

    /** For Dockerfiles without RUN. */
    public ImageBuilder(BaseImages images, BuildProgress progress) {
        this(images, progress, RunEnvironment.NONE);
    }

    public ImageBuilder(BaseImages images, BuildProgress progress, RunEnvironment runs) {
        this(images, progress, runs, false, false, Optional.empty(), Freshness.NONE, new UsedSteps());
    }

    private ImageBuilder(BaseImages images, BuildProgress progress, RunEnvironment runs, boolean isPlatformStrict,
            boolean allowsPartial, Optional<BuildCache> cache, Freshness freshness, UsedSteps used) {
        this.images = images;
        this.progress = progress;
        this.runs = runs;
        this.isPlatformStrict = isPlatformStrict;
        this.allowsPartial = allowsPartial;
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
        return new ImageBuilder(images, progress, runs, true, allowsPartial, cache, freshness, used);
    }

    /**
     * The same, but a platform that cannot be built is left out, with a warning, as long as there is another one. A platform
     * cannot be built when a command fails or cannot be executed for it, or a base image lacks it.
     */
    public ImageBuilder withPartialImages() {
        return new ImageBuilder(images, progress, runs, isPlatformStrict, true, cache, freshness, used);
    }

    /** The same, but what earlier builds made is taken from {@code newCache}, and what this one makes is put there. */
    public ImageBuilder withCache(BuildCache newCache, Freshness newFreshness) {
        return new ImageBuilder(images, progress, runs, isPlatformStrict, allowsPartial, Optional.of(newCache),
                newFreshness, newCache.used());
    }

    /** The same, but what it does or finds done is noted there, apart from other builds with the cache. */
    public ImageBuilder noting(UsedSteps newUsed) {
        return new ImageBuilder(images, progress, runs, isPlatformStrict, allowsPartial, cache, freshness, newUsed);
    }

    /**
     * Builds into {@code target}: layers, configs, manifests, the index, and the tags last. When it fails, no tag has moved
     * and no manifest was written.
     *
     * @throws dev.anyarch.builder.dockerfile.DockerfileException when the Dockerfile asks for something that cannot be
     * @throws dev.anyarch.model.InvalidContentException when an executable is not for the platform, if that is strict
     * @throws RunFailedException when a command fails
     * @throws dev.anyarch.runtime.CannotExecuteException when there is a RUN and no way to execute it
     * @throws NoSuchImageException when a base image is nowhere
     * @throws NoSuchPlatformException when a base image lacks a platform
     * @throws BaseImageException when a base image cannot be read
     * @throws IOException when a file, a base image or the target fails
     */
    public BuildResult build(ImageBuild build, ImageStore target) throws IOException, InterruptedException {
        try (SharedServices shared = new SharedServices(runs, target, cache)) {
            return build(shared, build, target, true);
        }
    }

    /** Prepares for several builds into {@code target}; this one's environment opens what executes their commands. */
    public StackBuilder open(ImageStore target) throws IOException {
        return new StackBuilder(new SharedServices(runs, target, cache), target);
    }

    BuildResult build(SharedServices shared, ImageBuild build, ImageStore target)
            throws IOException, InterruptedException {
        return build(shared, build, target, false);
    }

    private BuildResult build(SharedServices shared, ImageBuild build, ImageStore target, boolean isAlone)
            throws IOException, InterruptedException {
        build.annotations().requirePlaces(build.platforms(), build.isIndex());
        return build(shared.forBuild(build, images, progress, runs, freshness, used), target, isAlone);
    }

    /** @param isAlone whether no other build may do the same steps meanwhile */
    private BuildResult build(BuildServices services, ImageStore target, boolean isAlone)
            throws IOException, InterruptedException {
        ImageBuild build = services.build();
        Stage stage = NeededStages.target(build);
        Map<GlobalScope, SortedMap<Integer, Digest>> signatures = new LinkedHashMap<>();
        Map<Integer, Set<String>> variables = Map.of();
        Set<String> triggered = new HashSet<>();
        Optional<NoSuchPlatformException> lacking = Optional.empty();
        for (Platform platform : build.platforms()) {
            GlobalScope globals = new GlobalScope(build, platform);
            try {
                NeededStages needed = NeededStages.check(build, stage, globals, services);
                variables = needed.baseVariables();
                signatures.put(globals, needed.signatures());
                triggered.addAll(needed.triggeredArguments());
            } catch (NoSuchPlatformException e) {
                if (!allowsPartial) {
                    throw e;
                }
                lacking = lacking.or(() -> Optional.of(e));
                leaveOut(platform, e, services);
            }
        }
        if (signatures.isEmpty() && lacking.isPresent()) {
            throw lacking.get();
        }
        DockerfileLint.checkForBuild(build.dockerfile(), BuildCheck.surroundings(build, variables))
                .forEach(services.warnings()::add);
        UndeclaredArguments.warn(build, triggered, services.warnings());
        LoneRuns loneRuns = isAlone ? LoneRuns.of(build.dockerfile(), signatures.values()) : LoneRuns.NONE;
        List<PlatformBuild> platforms = signatures.entrySet()
                .stream()
                .map(needed -> new PlatformBuild(services, needed.getKey(), needed.getValue(), loneRuns))
                .toList();
        Map<Platform, BuiltImage> images = buildAll(stage, platforms, services, new PlatformOutput(services, target));
        List<DockerfileWarning> mismatches = new PlatformCheck(services.layers())
                .check(images.values().stream().map(BuiltImage::draft).toList());
        mismatches.forEach(services.warnings()::add);
        if (isPlatformStrict) {
            PlatformCheck.requireNone(mismatches);
        }
        return new ImageOutput(services, target).write(stage, images);
    }

    /**
     * In the order of the platforms; the first failure stops the others, unless some may be left out. On platform threads: a
     * virtual one that has waited for a registry leaves a poll of the operating system behind, and the JVM waits 300 ms for it at
     * its exit.
     */
    private Map<Platform, BuiltImage> buildAll(Stage stage, List<PlatformBuild> builds, BuildServices services,
            PlatformOutput output) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors
                .newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("build-", 0).factory())) {
            ExecutorCompletionService<BuiltImage> completion = new ExecutorCompletionService<>(threads);
            List<Future<BuiltImage>> running = new ArrayList<>();
            for (PlatformBuild build : builds) {
                running.add(completion.submit(() -> output.write(build.target(), build.buildTarget(stage, threads))));
            }
            try {
                for (int i = 0; i < running.size() && !allowsPartial; i++) {
                    completion.take().get();
                }
                Map<Platform, BuiltImage> images = new LinkedHashMap<>();
                Optional<ExecutionException> failure = Optional.empty();
                for (int i = 0; i < running.size(); i++) {
                    try {
                        images.put(builds.get(i).target(), running.get(i).get());
                    } catch (ExecutionException e) {
                        if (!allowsPartial || !isOfOnePlatform(e.getCause())) {
                            throw e;
                        }
                        failure = failure.or(() -> Optional.of(e));
                        leaveOut(builds.get(i).target(), e.getCause(), services);
                    }
                }
                if (images.isEmpty() && failure.isPresent()) {
                    throw failure.get();
                }
                return images;
            } catch (ExecutionException e) {
                throw Once.rethrown(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static void leaveOut(Platform platform, @Nullable Throwable why, BuildServices services) {
        services.warnings()
                .warn(Optional.empty(),
                        "%s is left out: %s".formatted(platform, why == null ? "" : why.getMessage()));
    }

    /** Whether another platform may be better off. */
    private static boolean isOfOnePlatform(@Nullable Throwable failure) {
        return failure instanceof RunFailedException || failure instanceof NoSuchPlatformException
                || failure instanceof CannotExecuteException;
    }
}
