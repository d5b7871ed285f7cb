package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.build.ImageBuilder;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyRequest;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.index.PublishedSoFarException;
import dev.anyarch.operations.index.TagMoves;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One build and where it goes, when everything has been read. All content of all places comes first, without a name; then
 * files and archives; then the names, all of them or, when one cannot be set, none. For one thread.
 */
record BuildRun(Arguments arguments, Session session, BuildOutputs outputs, BuildSteps progress) {

    ExitCode run(ImageBuilder builder, ImageBuild build) throws IOException, InterruptedException {
        outputs.requirePossible(build.platforms(), session.environment());
        for (Option file : List.of(BuildCommand.IID_FILE, BuildCommand.METADATA_FILE)) {
            ResultFile.of(file, arguments, session.environment());
        }
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
                writeFiles(result, store.store());
                report(result, store.store());
            }
        } else {
            result = deliver(builder, build, images);
        }
        outputs.outputs().forEach(output -> session.console().message("built " + output));
        if (outputs.outputs().stream().noneMatch(BuildRun::isStandardOutput)) {
            session.console().print(result.root().digest().toString());
        }
        return ExitCode.OK;
    }

    private static boolean isStandardOutput(BuildOutput output) {
        return switch (output) {
            case BuildOutput.Files files -> files.destination().equals("-");
            case BuildOutput.Image image -> switch (image.place()) {
                case Place.InOciArchive at -> at.file().equals("-");
                case Place.InDockerArchive at -> at.file().equals("-");
                case Place.InRegistry _,Place.InStore _,Place.InLayout _,Place.InDaemon _ -> false;
            };
        };
    }

    private static ImageBuild withTags(ImageBuild build, List<Tag> tags) {
        return build.withTags(tags, build.platforms().size() > 1);
    }

    /** Into the first place directly, and from there to the others. */
    private BuildResult deliver(ImageBuilder builder, ImageBuild build, List<BuildOutput.Image> images)
            throws IOException, InterruptedException {
        Deque<Delivery> open = new ArrayDeque<>();
        try {
            // what cannot be reached is known before anything is built
            List<Delivery> deliveries = new ArrayList<>();
            for (BuildOutput.Image image : images) {
                Delivery delivery = session.places().deliver(image.place(), session.console());
                open.push(delivery);
                deliveries.add(delivery);
            }
            Delivery first = deliveries.getFirst();
            // alone, the builder sets the names with the last request of its push
            boolean isAlone = images.size() == 1 && outputs.files().isEmpty() && !images.getFirst().byDigest();
            BuildResult result = builder.build(withTags(build, isAlone ? first.tags() : List.of()),
                    images.getFirst().place() instanceof Place.InRegistry
                            ? progress.observed(first.store())
                            : first.store());
            progress.end();
            if (isAlone && !first.tags().isEmpty()) {
                first.complete(result.root());
            } else {
                complete(result, images, deliveries);
            }
            report(result, first.store());
            return result;
        } finally {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }

    private void complete(BuildResult result, List<BuildOutput.Image> images, List<Delivery> deliveries)
            throws IOException, InterruptedException {
        Delivery first = deliveries.getFirst();
        for (int i = 1; i < images.size(); i++) {
            copy(result, first.store(), images.getFirst().place(), images.get(i).place(), deliveries.get(i));
        }
        writeFiles(result, first.store());
        List<TagMoves.Move> moves = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Optional<TagMoves.Move> move = images.get(i).byDigest()
                    ? Optional.empty()
                    : deliveries.get(i).move(result.root());
            move.ifPresent(moves::add);
            if (move.isEmpty()) {
                deliveries.get(i).complete(result.root());
            }
        }
        TagMoves.apply(moves);
        for (int i = 0; i < images.size(); i++) {
            if (images.get(i).place() instanceof Place.InLayout) {
                deliveries.get(i).complete(result.root());
            }
        }
    }

    private void copy(BuildResult result, ImageStore from, Place first, Place to, Delivery delivery)
            throws IOException, InterruptedException {
        try (TransferProgress copying = new TransferProgress(session.console(), "copying")) {
            Descriptor root = result.root();
            new Copier(CopySettings.DEFAULT, copying).copy(from, delivery.store(),
                    CopyRequest.of(root).withMountFrom(Places.mountFrom(first, to)));
        } catch (IOException e) {
            e.addSuppressed(new PublishedSoFarException("no tag has moved; %s has the image as %s".formatted(
                    from.location(), result.root().digest())));
            throw e;
        }
    }

    private void writeFiles(BuildResult result, ImageStore built) throws IOException, InterruptedException {
        for (BuildOutput.Files files : outputs.files()) {
            new FileOutput(session, result, built).write(files);
        }
    }

    private void report(BuildResult result, ImageStore built) throws IOException {
        Environment environment = session.environment();
        Optional<ResultFile> id = arguments.value(BuildCommand.IID_FILE).map(environment::path).map(ResultFile::new);
        if (id.isPresent()) {
            id.get().write(result.root().digest().toString());
        }
        Optional<ResultFile> metadata = arguments.value(BuildCommand.METADATA_FILE)
                .map(environment::path)
                .map(ResultFile::new);
        if (metadata.isPresent()) {
            metadata.get().write(BuildReport.metadata(result, outputs.images(), built));
        }
    }
}
