package dev.anyarch.cli;

import dev.anyarch.bake.definition.Selection;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.definition.TargetDefinition;
import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.builder.build.Freshness;
import dev.anyarch.builder.build.ImageBuilder;
import dev.anyarch.builder.build.StackBuilder;
import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.model.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Builds and delivers what {@code bake} resolved. For one thread. */
final class BakeRun {
    private final Arguments arguments;
    private final Session session;
    private final boolean isJson;
    private final Map<String, StackTarget> targets = new LinkedHashMap<>();

    BakeRun(Arguments arguments, Session session) throws UsageException {
        this.arguments = arguments;
        this.session = session;
        this.isJson = GlobalOptions.isJson(arguments);
    }

    ExitCode run(Selection selection) throws IOException, InterruptedException {
        if (selection.targets().isEmpty()) {
            session.console().message("nothing to build: no target is defined, and no service has a build section");
        }
        new StackPermissions(arguments.values(BakeCommand.ALLOW), session.environment())
                .require(selection.targets().values());
        Deque<StackTarget> opened = new ArrayDeque<>();
        try {
            for (TargetDefinition target : selection.targets().values()) {
                StackTarget ready = StackTarget.open(target, selection.linked().contains(target.name()), session);
                opened.push(ready);
                targets.put(target.name(), ready);
            }
            targets.values().forEach(target -> StackCaching.warn(target.definition(), session.console()));
            if (arguments.has(BakeCommand.PLAN)) {
                return new StackPlan(session, targets).print(isJson);
            }
            Optional<ExitCode> called = call();
            return called.isPresent() ? called.get() : build();
        } finally {
            while (!opened.isEmpty()) {
                opened.pop().close();
            }
        }
    }

    /** What is done instead of building, when a target says so. */
    private Optional<ExitCode> call() throws IOException, InterruptedException {
        Optional<ExitCode> worst = Optional.empty();
        for (StackTarget target : targets.values()) {
            Optional<String> method = target.definition().text(TargetAttribute.CALL).filter(one -> !one.isEmpty());
            if (method.isEmpty() || target.isLinkedOnly()) {
                continue;
            }
            Optional<BuildCall> call = BuildCall.of(
                    new Arguments(Map.of(BuildCall.CALL.name(), List.of(method.get())), List.of()));
            if (call.isPresent()) {
                session.console().message("target " + target.name());
                ExitCode exit = call.get().run(target.request().build(), session);
                worst = Optional.of(worst.filter(known -> known != ExitCode.OK).orElse(exit));
            }
        }
        return worst;
    }

    private ExitCode build() throws IOException, InterruptedException {
        Optional<ResultFile> metadata = ResultFile.of(BakeCommand.METADATA_FILE, arguments, session.environment());
        for (StackTarget target : targets.values()) {
            target.requireOutputs(session.environment());
        }
        warnOfSharedPlaces();
        if (!arguments.has(GlobalOptions.DRY_RUN) && targets.values().stream().anyMatch(StackTarget::isLoaded)) {
            session.places().engine();
        }
        try (TemporaryStore store = new TemporaryStore();
                BuildSteps progress = BuildSteps.of(arguments, session.console());
                BuildCache cache = BuildCaching.open(session, Optional.empty())) {
            BakeImages images = new BakeImages(session.places(), progress::observed);
            ImageBuilder any = new ImageBuilder(images.of(false), progress,
                    BuildRuns.of(new Arguments(Map.of(), List.of()), session.environment()))
                    .withCache(cache, Freshness.NONE);
            try (StackBuilder stack = any.open(store.store())) {
                StackCaching caches = new StackCaching(session, cache, targets);
                caches.read();
                StackRun run = new StackRun(targets, stack, store.store(), images,
                        target -> builder(target, images, progress).withCache(cache, freshness(target.definition()))
                                .noting(caches.used(target.name())));
                images.setTargets(run);
                Map<String, BuildResult> results = run.build();
                progress.end();
                ExitCode exit = deliver(new StackReport(StackDelivery.inOrder(targets), results), store, metadata);
                caches.write(arguments.has(GlobalOptions.DRY_RUN));
                return exit;
            }
        }
    }

    private void warnOfSharedPlaces() {
        Map<String, String> writers = new HashMap<>();
        for (StackTarget target : targets.values()) {
            for (BuildOutput.Image image : target.outputs().map(BuildOutputs::images).orElse(List.of())) {
                String place = image.place().toString();
                String other = image.byDigest() ? null : writers.putIfAbsent(place, target.name());
                if (other != null && !other.equals(target.name())) {
                    session.console()
                            .message("warning: targets '%s' and '%s' both go to %s, where only one of them stays"
                                    .formatted(other, target.name(), place));
                }
            }
        }
    }

    /** A stage that a Dockerfile has not is no mistake here: targets inherit the names from each other. */
    static Freshness freshness(TargetDefinition target) {
        return new Freshness(target.isOn(TargetAttribute.NO_CACHE), target.texts(TargetAttribute.NO_CACHE_FILTER)
                .stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
    }

    private ImageBuilder builder(StackTarget target, BakeImages images, BuildSteps progress) throws IOException {
        BaseImages own = images.of(target.definition().isOn(TargetAttribute.PULL));
        ImageBuilder builder = new ImageBuilder(own, progress.ofTarget(target.name()),
                BuildRuns.of(target.arguments(), session.environment()));
        return arguments.has(BakeCommand.STRICT_PLATFORM) ? builder.withStrictPlatform() : builder;
    }

    private ExitCode deliver(StackReport report, TemporaryStore store, Optional<ResultFile> metadata)
            throws IOException, InterruptedException {
        if (!arguments.has(GlobalOptions.DRY_RUN)) {
            try (StackDelivery delivery = new StackDelivery(session, store.store())) {
                delivery.deliver(targets, report.results());
            }
            if (metadata.isPresent()) {
                metadata.get().write(report.metadata(store.store()));
            }
        } else {
            session.console().message("would write:");
        }
        if (isJson) {
            session.console().print(JsonWriter.indented(report.toJson(), "  "));
        } else {
            report.print(session.console());
        }
        return ExitCode.OK;
    }
}
