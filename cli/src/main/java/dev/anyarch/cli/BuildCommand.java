package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildProgress;
import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.builder.build.Dockerfiles;
import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.build.ImageBuilder;
import dev.anyarch.builder.build.Timestamps;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyRequest;
import dev.anyarch.operations.copy.CopySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code anyarch build CONTEXT}. */
final class BuildCommand implements Command {
    private static final Option FILE = Option.value("-f,--file", "FILE", "the Dockerfile (default CONTEXT/Dockerfile)");
    private static final Option PLATFORM = Option.values("--platform", "P,…", "what to build for (default local)");
    private static final Option BUILD_ARG = Option.values("--build-arg", "KEY=VALUE", "a value for an ARG");
    private static final Option TARGET = Option.value("--target", "STAGE", "the stage to build (default the last)");
    private static final Option LABEL = Option.values("--label", "KEY=VALUE", "a label of the image");
    private static final Option ANNOTATION = Option.values("--annotation", "[index:]KEY=VALUE",
            "an annotation of each manifest, or of the index");
    private static final Option METADATA_FILE = Option.value("--metadata-file", "FILE",
            "write digests and names there, as JSON");
    private static final Option IID_FILE = Option.value("--iidfile", "FILE", "write the digest there");
    private static final Option NO_CACHE = Option.flag("--no-cache", "accepted; nothing is cached between builds");
    private static final Option PROGRESS = Option.value("--progress", "HOW", "auto, plain or quiet (default auto)");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("build", "CONTEXT", 1, 1, "build an image for many platforms from a Dockerfile", """
            Without --push the image goes to the local store. An output is a place (oci:DIR, oci-archive:FILE,
            docker-archive:FILE) or type=oci,dest=FILE as with Docker. Images named by FROM are looked for in
            the local store, then in their registry. Prints the digest.""",
                List.of(FILE, PLATFORM, BuildOutputs.TAG, BuildOutputs.PUSH, BuildOutputs.OUTPUT, BUILD_ARG, TARGET,
                        LABEL, ANNOTATION, METADATA_FILE, IID_FILE, NO_CACHE, PROGRESS));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        Environment environment = session.environment();
        List<Place> outputs = BuildOutputs.of(arguments);
        BuildProgress progress = BuildSteps.of(arguments.value(PROGRESS).orElse("auto"), session.console());
        ImageBuild build = request(arguments, environment);

        BuildResult result;
        try (Delivery delivery = session.places().deliver(outputs.getFirst())) {
            result = new ImageBuilder(new StoreBaseImages(session.places()), progress)
                    .build(build.withTags(delivery.tags(), build.platforms().size() > 1), delivery.store());
            delivery.complete(result.root());
        } finally {
            session.console().live("");
        }
        for (Place output : outputs.subList(1, outputs.size())) {
            copy(session, outputs.getFirst(), result, output);
        }
        if (arguments.value(IID_FILE).isPresent()) {
            Files.writeString(environment.path(arguments.value(IID_FILE).get()), result.root().digest().toString());
        }
        if (arguments.value(METADATA_FILE).isPresent()) {
            Files.writeString(environment.path(arguments.value(METADATA_FILE).get()),
                    BuildOutputs.metadata(result, outputs));
        }
        outputs.forEach(output -> session.console().message("built " + output));
        session.console().print(result.root().digest().toString());
        return ExitCode.OK;
    }

    private static void copy(Session session, Place from, BuildResult result, Place to)
            throws IOException, InterruptedException {
        try (Delivery delivery = session.places().deliver(to);
                TransferProgress progress = new TransferProgress(session.console(), "copying")) {
            new Copier(CopySettings.DEFAULT, progress).copy(session.places().source(from), delivery.store(),
                    CopyRequest.of(result.root()).withTags(delivery.tags()).withMountFrom(Places.mountFrom(from, to)));
            delivery.complete(result.root());
        }
    }

    private static ImageBuild request(Arguments arguments, Environment environment) throws IOException {
        Path context = environment.path(arguments.operand(0));
        Optional<Path> file = arguments.value(FILE).map(environment::path);
        List<String> named = arguments.separatedValues(PLATFORM);
        List<Platform> platforms = named.isEmpty() ? List.of(Host.platform()) : Platforms.parseAll(named);
        ImageBuild build = ImageBuild
                .of(context, Dockerfiles.read(file.orElseGet(() -> Dockerfiles.defaultFile(context))), platforms)
                .withIgnoreFile(Dockerfiles.readIgnoreFile(context, file))
                .withBuildPlatform(Host.platform())
                .withBuildArgs(KeyValues.withEnvironment(BUILD_ARG, arguments, environment), Map.of())
                .withLabels(KeyValues.parse(LABEL, arguments))
                .withTimestamps(timestamps(environment))
                .withAnnotations(KeyValues.parse(ANNOTATION, arguments, "manifest"),
                        KeyValues.parse(ANNOTATION, arguments, "index"));
        return arguments.value(TARGET).map(build::withTarget).orElse(build);
    }

    /** As reproducible-builds.org asks. */
    private static Timestamps timestamps(Environment environment) throws UsageException {
        Optional<String> epoch = environment.variable("SOURCE_DATE_EPOCH");
        try {
            return epoch.<Timestamps>map(
                    seconds -> new Timestamps.Clamped(Instant.ofEpochSecond(Long.parseLong(seconds))))
                    .orElse(new Timestamps.Fixed());
        } catch (NumberFormatException _) {
            throw new UsageException(
                    "SOURCE_DATE_EPOCH: expected seconds since 1970, found '%s'".formatted(epoch.get()));
        }
    }
}
