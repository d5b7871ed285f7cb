package dev.anyarch.cli;

import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.build.ImageBuilder;
import dev.anyarch.builder.build.RunFailedException;
import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyRequest;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code anyarch build CONTEXT}. */
final class BuildCommand implements Command {
    private static final Option METADATA_FILE = Option.value("--metadata-file", "FILE",
            "write digests and names there, as JSON");
    private static final Option IID_FILE = Option.value("--iidfile", "FILE", "write the digest there");
    private static final Option PULL = Option.flag("--pull",
            "take base images from their registry, not from the store");

    private static final Option STRICT_PLATFORM = Option.flag("--strict-platform",
            "fail, and publish nothing, when an executable is not for the platform; otherwise that is a warning");

    @Override
    public CommandSpec spec() {
        List<Option> options = new ArrayList<>(BuildRequest.OPTIONS);
        options.addAll(List.of(BuildOutputs.TAG, BuildOutputs.PUSH, BuildOutputs.OUTPUT, BuildRequest.LABEL,
                BuildRequest.ANNOTATION, METADATA_FILE, IID_FILE, BuildCaching.NO_CACHE,
                BuildCaching.NO_CACHE_FILTER, CacheOption.FROM, CacheOption.TO, PULL,
                STRICT_PLATFORM, BuildSteps.PROGRESS, BuildRuns.SECRET, BuildCall.CHECK, BuildCall.CALL,
                GlobalOptions.DRY_RUN));
        options.addAll(Attestations.OPTIONS);
        return new CommandSpec("build", "CONTEXT", 1, 1, "build an image for many platforms from a Dockerfile", """
            CONTEXT is a directory, a git repository (https://host/repo.git#ref:directory), the URL of an archive,
            or - for an archive or a Dockerfile on standard input.

            Without --push the image goes to the local store. An output is a place (oci:DIR, oci-archive:FILE,
            docker-archive:FILE), a directory for the files of the image, or as with Docker
            type=local|tar|oci|docker|image|registry,dest=PATH,… Images named by FROM are looked for in
            the local store, then in their registry. Prints the digest.""", options);
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
            BuildCaching.addImports(arguments, session, cache);
            BaseImages images = new StoreBaseImages(session.places(), arguments.has(PULL));
            ImageBuild build = request.build(arguments, images)
                    .withFormat(outputs.format(), outputs.compression())
                    .withAnnotations(request.build().annotations().and(outputs.annotations()));
            ImageBuilder builder = new ImageBuilder(images, progress,
                    BuildRuns.of(arguments, session.environment()).telling(progress::told))
                    .withCache(cache, BuildCaching.freshness(arguments, build.dockerfile()));
            ExitCode exit = new Run(arguments, session, outputs, progress)
                    .run(arguments.has(STRICT_PLATFORM) ? builder.withStrictPlatform() : builder, build);
            if (arguments.has(GlobalOptions.DRY_RUN)) {
                exports.forEach(export -> session.console().message("would write " + export));
            } else {
                BuildCaching.export(exports, session, cache);
            }
            return exit;
        } catch (RunFailedException e) {
            BuildSteps.How how = BuildSteps.of(arguments, session.console()).how();
            if (how == BuildSteps.How.LIVE || how == BuildSteps.How.QUIET) {
                e.lastLines().forEach(line -> session.console().message("  | " + line));
            }
            throw e;
        }
    }

    /** One run, when everything has been read. */
    private record Run(Arguments arguments, Session session, BuildOutputs outputs, BuildSteps progress) {

        ExitCode run(ImageBuilder builder, ImageBuild build) throws IOException, InterruptedException {
            List<BuildOutput.Image> images = outputs.images();
            BuildResult result;
            if (images.isEmpty() || arguments.has(GlobalOptions.DRY_RUN)) {
                try (TemporaryStore store = new TemporaryStore()) {
                    result = builder.build(withTags(build, List.of()), store.store());
                    progress.end();
                    if (arguments.has(GlobalOptions.DRY_RUN)) {
                        outputs.outputs().forEach(output -> session.console().message("would write " + output));
                        session.console().print(result.root().digest().toString());
                        return ExitCode.OK;
                    }
                    complete(result, store.store());
                }
            } else {
                try (Delivery delivery = session.places().deliver(images.getFirst().place())) {
                    result = builder.build(
                            withTags(build, images.getFirst().byDigest() ? List.of() : delivery.tags()),
                            delivery.store());
                    delivery.complete(result.root());
                    progress.end();
                    complete(result, delivery.store());
                }
            }
            outputs.outputs().forEach(output -> session.console().message("built " + output));
            if (outputs.files().stream().noneMatch(files -> files.destination().equals("-"))) {
                session.console().print(result.root().digest().toString());
            }
            return ExitCode.OK;
        }

        private static ImageBuild withTags(ImageBuild build, List<Tag> tags) {
            return build.withTags(tags, build.platforms().size() > 1);
        }

        /** Everything but the first image. */
        private void complete(BuildResult result, ImageStore built) throws IOException, InterruptedException {
            List<BuildOutput.Image> images = outputs.images();
            for (BuildOutput.Image image : images.subList(Math.min(1, images.size()), images.size())) {
                copy(result, built, images.getFirst().place(), image);
            }
            for (BuildOutput.Files files : outputs.files()) {
                new FileOutput(session, result, built).write(files);
            }
            Environment environment = session.environment();
            if (arguments.value(IID_FILE).isPresent()) {
                Files.writeString(environment.path(arguments.value(IID_FILE).get()),
                        result.root().digest().toString());
            }
            if (arguments.value(METADATA_FILE).isPresent()) {
                Files.writeString(environment.path(arguments.value(METADATA_FILE).get()),
                        BuildReport.metadata(result, images, built));
            }
        }

        private void copy(BuildResult result, ImageStore from, Place first, BuildOutput.Image to)
                throws IOException, InterruptedException {
            try (Delivery delivery = session.places().deliver(to.place());
                    TransferProgress copying = new TransferProgress(session.console(), "copying")) {
                new Copier(CopySettings.DEFAULT, copying).copy(from, delivery.store(),
                        CopyRequest.of(result.root())
                                .withTags(to.byDigest() ? List.of() : delivery.tags())
                                .withMountFrom(Places.mountFrom(first, to.place())));
                delivery.complete(result.root());
            }
        }
    }
}
