package dev.anyarch.cli;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyRequest;
import dev.anyarch.operations.copy.CopyResult;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.copy.PlatformChoice;
import dev.anyarch.operations.copy.SubsetMode;
import java.io.IOException;
import java.util.List;

/**
 * An image goes from one place to another: what copy, pull, push, save and load have in common.
 *
 * @param verb for progress: {@code copying}
 */
record Transfer(Session session, String verb, PlatformChoice platforms, SubsetMode mode, boolean attachments) {

    /** Everything, as it is. */
    static Transfer whole(Session session, String verb) {
        return new Transfer(session, verb, PlatformChoice.ALL, SubsetMode.REWRITE, false);
    }

    /** Says what {@link #run} would do. */
    void explain(Place source, Place destination) throws IOException {
        Found found = session.places().find(source);
        String what = switch (platforms) {
            case PlatformChoice.All _ -> "all platforms";
            case PlatformChoice.Named named -> named.platforms() + " " + modeName();
            case PlatformChoice.Matching matching -> matching.filter() + " " + modeName();
        };
        session.console().print("copy %s %s".formatted(found.root().digest(), source));
        session.console().print("  to %s, %s".formatted(destination, what));
    }

    private String modeName() {
        return switch (mode) {
            case REWRITE -> "under a new index";
            case SPARSE -> "under the same index";
            case CHILDREN -> "without an index";
        };
    }

    /** Does it, and prints the digest of what is there then. */
    CopyResult run(Place source, Place destination, boolean json) throws IOException, InterruptedException {
        Found found = session.places().find(source);
        CopyResult result;
        try (Delivery delivery = session.places().deliver(destination, session.console());
                TransferProgress progress = new TransferProgress(session.console(), verb)) {
            result = new Copier(CopySettings.DEFAULT, progress).copy(found.source(), delivery.store(),
                    request(found.root(), delivery.tags(), source, destination)
                            .withPlatforms(chosen(found, delivery), mode));
            if (result.root().isPresent()) {
                delivery.complete(result.root().get());
            }
        }
        report(result, destination, json);
        return result;
    }

    /** Unless a person chose, what the destination has a place for. */
    private PlatformChoice chosen(Found found, Delivery delivery) throws IOException {
        return platforms instanceof PlatformChoice.All
                ? delivery.choice(found.source().fetchManifest(found.root().digest()).parse())
                : platforms;
    }

    private CopyRequest request(Descriptor root, List<Tag> tags, Place source, Place destination) {
        CopyRequest request = CopyRequest.of(root)
                .withMountFrom(Places.mountFrom(source, destination))
                .withPlatforms(platforms, mode)
                .withTags(tags);
        return attachments ? request.withAttachments() : request;
    }

    private void report(CopyResult result, Place destination, boolean json) {
        CopyResult.BlobCounts blobs = result.blobs();
        session.console()
                .message("%s: %d manifests; blobs: %d moved (%s), %d mounted, %d already there".formatted(destination,
                        result.manifests(), blobs.moved(), Sizes.format(blobs.bytes()), blobs.mounted(),
                        blobs.present()));
        if (json) {
            session.console().print(JsonWriter.indented(result.toJson(), "  "));
            return;
        }
        List<Descriptor> copied = result.root().map(List::of).orElse(result.chosen());
        copied.forEach(descriptor -> session.console().print(descriptor.digest().toString()));
    }
}
