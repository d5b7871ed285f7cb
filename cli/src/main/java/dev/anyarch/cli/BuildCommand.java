package dev.anyarch.cli;

import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.build.ImageBuilder;
import dev.anyarch.builder.cache.BuildCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code anyarch build CONTEXT}. */
final class BuildCommand implements Command {
    static final Option METADATA_FILE = Option.value("--metadata-file", "FILE",
            "write digests and names there, as JSON");
    static final Option IID_FILE = Option.value("--iidfile", "FILE", "write the digest there");
    private static final Option PULL = Option.flag("--pull",
            "take base images from their registry, not from the store");

    private static final Option STRICT_PLATFORM = Option.flag("--strict-platform",
            "fail, and publish nothing, when an executable is not for the platform; otherwise that is a warning");

    private static final Option ALLOW_PARTIAL = Option.flag("--allow-partial",
            "publish the platforms that could be built, with a warning for each other; otherwise it is all or nothing");

    @Override
    public CommandSpec spec() {
        List<Option> options = new ArrayList<>(BuildRequest.OPTIONS);
        options.addAll(BuildSettings.OPTIONS);
        options.addAll(
                List.of(BuildOutputs.TAG, BuildOutputs.PUSH, BuildOutputs.LOAD, BuildOutputs.OUTPUT, BuildRequest.LABEL,
                        BuildRequest.ANNOTATION, METADATA_FILE, IID_FILE, BuildCaching.NO_CACHE,
                        BuildCaching.NO_CACHE_FILTER, CacheOption.FROM, CacheOption.TO, PULL,
                        STRICT_PLATFORM, ALLOW_PARTIAL, BuildSteps.PROGRESS, BuildRuns.SECRET, SshOption.SSH,
                        BuildCall.CHECK,
                        BuildCall.CALL,
                        GlobalOptions.DRY_RUN));
        options.addAll(Attestations.OPTIONS);
        options.addAll(DockerOptions.ACCEPTED_OF_BUILD);
        return new CommandSpec("build", "CONTEXT", 1, 1, "build an image for many platforms from a Dockerfile",
                """
                    CONTEXT is a directory, a git repository (https://host/repo.git#ref:directory), the URL of an archive,
                    or - for an archive or a Dockerfile on standard input.

                    The image needs a --tag or an --output. Without --push and --load its names are in the local store. An output is
                    a place (oci:DIR, oci-archive:FILE, docker-archive:FILE, docker-daemon:NAME), a directory for the files of
                    the image, or as with Docker type=local|tar|oci|docker|image|registry|cacheonly,dest=PATH,… Images named by
                    FROM are looked for in the local store, then in their registry, which also has the platforms that the store
                    lacks.
                    Prints the digest.""",
                options);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        FirstUses.beginOfBuild();
        Attestations.requireNone(arguments);
        Optional<BuildCall> call = BuildCall.of(arguments);
        if (call.isPresent()) {
            try (BuildRequest request = BuildRequest.of(arguments, session.environment())) {
                return call.get().run(request.build(), session);
            }
        }
        BuildOutputs outputs = BuildOutputs.of(arguments);
        List<CacheOption> exports = BuildCaching.exports(arguments);
        if (BuildRequest.isReadOnce(arguments)) {
            Executors.prepare(session.environment());
        }
        try (BuildRequest request = BuildRequest.of(arguments, session.environment());
                BuildSteps progress = BuildSteps.of(arguments, session.console());
                BuildCache cache = BuildCaching.open(session,
                        outputs.images().stream().findFirst().map(BuildOutput.Image::place))) {
            request.warnings().forEach(progress::warned);
            BuildCaching.addImports(arguments, session, cache);
            BaseImages images = new StoreBaseImages(session.places(), arguments.has(PULL), progress::observed);
            ImageBuild build = request.build(arguments, images)
                    .withFormat(outputs.format(), outputs.compression())
                    .withAnnotations(request.build().annotations().and(outputs.annotations()));
            ImageBuilder builder = new ImageBuilder(images, progress,
                    BuildRuns.of(arguments, session.environment()).telling(progress::told))
                    .withCache(cache, BuildCaching.freshness(arguments, build.dockerfile()));
            ExitCode exit = new BuildRun(arguments, session, outputs, progress)
                    .run(chosen(builder, arguments), build);
            if (arguments.has(GlobalOptions.DRY_RUN)) {
                exports.forEach(export -> session.console().message("would write " + export));
            } else {
                BuildCaching.export(exports, session, cache);
            }
            return exit;
        }
    }

    private static ImageBuilder chosen(ImageBuilder builder, Arguments arguments) {
        ImageBuilder strict = arguments.has(STRICT_PLATFORM) ? builder.withStrictPlatform() : builder;
        return arguments.has(ALLOW_PARTIAL) ? strict.withPartialImages() : strict;
    }
}
