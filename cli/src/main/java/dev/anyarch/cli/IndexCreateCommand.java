package dev.anyarch.cli;

import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.index.IndexAssembly;
import dev.anyarch.operations.index.IndexFormat;
import dev.anyarch.operations.index.IndexOptions;
import dev.anyarch.operations.index.IndexPlan;
import dev.anyarch.operations.index.IndexPublisher;
import dev.anyarch.operations.index.IndexSource;
import dev.anyarch.operations.index.IndexTarget;
import dev.anyarch.operations.index.PlatformTrust;
import dev.anyarch.operations.index.SourceReader;
import dev.anyarch.store.Precondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code anyarch index create -t TARGET… SOURCE…}. */
final class IndexCreateCommand implements Command {
    private static final Option TARGET = Option.values("-t,--tag", "TARGET", "the name to publish; may be repeated");
    private static final Option TYPE = Option.value("--type", "TYPE",
            "oci or docker (default: as the sources are)");
    private static final Option ANNOTATION = Option.values("--annotation", "KEY=VALUE",
            "an annotation of the index; may be repeated");
    private static final Option REQUIRE = Option.values("--require", "P,…",
            "platforms without which nothing is published");
    private static final Option TRUST = Option.value("--trust", "SIDE",
            "when entry and config name different platforms: entry or config (default: refuse)");
    private static final Option REPLACE = Option.flag("--replace",
            "a later source replaces an earlier one of the same platform");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("index create", "SOURCE…", 1, Integer.MAX_VALUE,
                "make one name of images for several platforms", """
                    Sources are images or whole indexes, from any registry, layout or archive. The platform of an
                    image comes from its config. Content is copied to where the targets are, then the index, and
                    the tags move last. Prints the digest of the index.""",
                List.of(TARGET, TYPE, ANNOTATION, REQUIRE, TRUST, REPLACE, GlobalOptions.DRY_RUN,
                        GlobalOptions.OUTPUT));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        boolean json = GlobalOptions.isJson(arguments);
        IndexOptions options = options(arguments);
        if (arguments.values(TARGET).isEmpty()) {
            throw new UsageException(
                    "expected at least one target, such as --tag registry.example/app:1.0, found none");
        }
        List<IndexTarget> targets = targets(arguments, session);
        IndexPlan plan = IndexAssembly.assemble(
                new SourceReader(GraphLimits.DEFAULT, CopySettings.DEFAULT.parallelism())
                        .read(sources(arguments, session)),
                options, targets);
        boolean dryRun = arguments.has(GlobalOptions.DRY_RUN);
        if (!dryRun) {
            try (TransferProgress progress = new TransferProgress(session.console(), "publishing")) {
                new IndexPublisher(CopySettings.DEFAULT, progress).publish(plan);
            }
        }
        if (json) {
            session.console().print(JsonWriter.indented(plan.toJson(), "  "));
        } else if (dryRun) {
            session.console().printText(plan.toText());
        } else {
            session.console().message(plan.toText());
            session.console().print(plan.digest().toString());
        }
        return ExitCode.OK;
    }

    private static IndexOptions options(Arguments arguments) throws UsageException {
        IndexFormat format = switch (arguments.value(TYPE).orElse("auto")) {
            case "auto" -> IndexFormat.AUTO;
            case "oci" -> IndexFormat.OCI;
            case "docker" -> IndexFormat.DOCKER;
            case String other ->
                throw new UsageException("option --type: expected oci or docker, found '" + other + "'");
        };
        PlatformTrust trust = switch (arguments.value(TRUST).orElse("")) {
            case "" -> PlatformTrust.AGREEMENT;
            case "entry" -> PlatformTrust.ENTRY;
            case "config" -> PlatformTrust.CONFIG;
            case String other ->
                throw new UsageException("option --trust: expected entry or config, found '" + other + "'");
        };
        return IndexOptions.DEFAULT.withFormat(format)
                .withTrust(trust)
                .withReplace(arguments.has(REPLACE))
                .withAnnotations(KeyValues.parse(ANNOTATION, arguments))
                .withRequire(Platforms.parseAll(arguments.separatedValues(REQUIRE)));
    }

    private static List<IndexSource> sources(Arguments arguments, Session session) throws IOException {
        List<IndexSource> sources = new ArrayList<>();
        for (String operand : arguments.operands()) {
            Place place = Place.parse(operand);
            Found found = session.places().find(place);
            sources.add(IndexSource.of(operand, found.source(), found.root(), Places.neighbourhood(place)));
        }
        return sources;
    }

    /** One target for each repository, so that several tags of one move in one request. */
    private static List<IndexTarget> targets(Arguments arguments, Session session) throws IOException {
        Map<String, IndexTarget> targets = new LinkedHashMap<>();
        for (String text : arguments.separatedValues(TARGET)) {
            Place place = Place.parse(text);
            Target target = session.places().target(place);
            targets.merge(target.store().location(),
                    new IndexTarget(target.store(), Places.neighbourhood(place), target.tags(), Precondition.NONE),
                    IndexCreateCommand::join);
        }
        return List.copyOf(targets.values());
    }

    private static IndexTarget join(IndexTarget first, IndexTarget second) {
        List<Tag> tags = new ArrayList<>(first.tags());
        tags.addAll(second.tags());
        return new IndexTarget(first.store(), first.place(), tags.stream().distinct().toList(), first.precondition());
    }
}
