package dev.anyarch.cli;

import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.build.ImageBuilder;
import dev.anyarch.builder.build.StackBuilder;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Builds the targets of a stack into one store, all at a time, each once; one that is built on another waits for it. The
 * images that Dockerfiles name are looked for here as well: {@code target:NAME} is another target. For several threads.
 */
final class StackRun {
    private final Map<String, StackTarget> targets;
    private final StackBuilder stack;
    private final ImageStore store;
    private final BuilderFactory builders;
    private final BakeImages images;
    private final ConcurrentMap<Key, FutureTask<BuildResult>> results = new ConcurrentHashMap<>();

    /** What one build is of: a target, for one platform when others decide which. */
    private record Key(String target, Optional<Platform> platform) {}

    /** Makes what builds one target. */
    @FunctionalInterface
    interface BuilderFactory {
        ImageBuilder builder(StackTarget target) throws IOException;
    }

    /**
     * A run.
     *
     * @param images what platforms are, that a target leaves to its bases
     * @param builders asks {@link #findTarget} for the images of {@code target:NAME}
     * @param store that {@code stack} builds into
     */
    StackRun(Map<String, StackTarget> targets, StackBuilder stack, ImageStore store, BakeImages images,
            BuilderFactory builders) {
        this.targets = targets;
        this.stack = stack;
        this.store = store;
        this.builders = builders;
        this.images = images;
    }

    /** Builds every target that is wanted for itself; the first failure stops the others. On platform threads, as a build. */
    Map<String, BuildResult> build() throws IOException, InterruptedException {
        try (ExecutorService threads = Executors
                .newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("target-", 0).factory())) {
            ExecutorCompletionService<BuildResult> completion = new ExecutorCompletionService<>(threads);
            Map<String, Future<BuildResult>> running = new LinkedHashMap<>();
            for (StackTarget target : targets.values()) {
                if (!target.isLinkedOnly()) {
                    running.put(target.name(), completion.submit(() -> built(target, Optional.empty())));
                }
            }
            try {
                for (int i = 0; i < running.size(); i++) {
                    completion.take().get();
                }
                Map<String, BuildResult> finished = new LinkedHashMap<>();
                for (Map.Entry<String, Future<BuildResult>> entry : running.entrySet()) {
                    finished.put(entry.getKey(), entry.getValue().get());
                }
                return finished;
            } catch (ExecutionException e) {
                throw rethrown(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** The image of another target; built when nobody has asked for it before. */
    Optional<BaseImages.Location> findTarget(String name, Platform platform) throws IOException {
        StackTarget target = targets.get(name);
        if (target == null) {
            return Optional.empty();
        }
        try {
            BuildResult result = built(target,
                    target.isForAnyPlatform() ? Optional.of(platform.normalized()) : Optional.empty());
            return Optional.of(new BaseImages.Location(store, result.root()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        }
    }

    private BuildResult built(StackTarget target, Optional<Platform> platform)
            throws IOException, InterruptedException {
        FutureTask<BuildResult> created = new FutureTask<>(() -> build(target, platform));
        FutureTask<BuildResult> known = results.putIfAbsent(new Key(target.name(), platform), created);
        if (known == null) {
            created.run();
        }
        try {
            return (known == null ? created : known).get();
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private BuildResult build(StackTarget target, Optional<Platform> platform)
            throws IOException, InterruptedException {
        ImageBuild build = target.request()
                .build(target.arguments(), images.of(target.definition().isOn(TargetAttribute.PULL)));
        ImageBuild wanted = platform.map(one -> build.withPlatforms(List.of(one))).orElse(build);
        if (target.outputs().isPresent()) {
            BuildOutputs outputs = target.outputs().get();
            wanted = wanted.withFormat(outputs.format(), outputs.compression())
                    .withAnnotations(wanted.annotations().and(outputs.annotations()));
        }
        return stack.build(builders.builder(target), wanted.withTags(List.of(), wanted.platforms().size() > 1));
    }

    private static IOException rethrown(ExecutionException e) throws IOException, InterruptedException {
        switch (e.getCause()) {
            case IOException failure -> throw failure;
            case InterruptedException interruption -> throw interruption;
            case RuntimeException defect -> throw defect;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(e);
        }
    }
}
