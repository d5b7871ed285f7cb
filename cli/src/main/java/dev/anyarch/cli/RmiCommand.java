package dev.anyarch.cli;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.storage.StoredRepository;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code anyarch rmi REF…}: removes names from the local store, and what no name leads to any more. */
final class RmiCommand implements Command {

    @Override
    public CommandSpec spec() {
        return new CommandSpec("rmi", "REF…", 1, Integer.MAX_VALUE, "remove images from the local store",
                "When the last tag of an image goes, its manifests and blobs go as well.",
                List.of(GlobalOptions.DRY_RUN));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException {
        for (String operand : arguments.operands()) {
            remove(Place.reference(operand), session, arguments.has(GlobalOptions.DRY_RUN));
        }
        return ExitCode.OK;
    }

    private static void remove(Reference reference, Session session, boolean dryRun) throws IOException {
        Place.InStore place = new Place.InStore(reference);
        Descriptor root = session.places().find(place).root();
        session.console().print((dryRun ? "would remove " : "removed ") + place + " " + root.digest());
        if (dryRun) {
            return;
        }
        StoredRepository repository = session.places().storage().repository(StoreNames.repository(reference));
        Optional<Tag> tag = reference.digest().isPresent() ? Optional.empty() : reference.tag();
        if (tag.isPresent()) {
            repository.deleteTag(tag.get());
        }
        if (tag.isEmpty() || !isTagged(repository, root.digest())) {
            removeContent(repository, root.digest());
        }
    }

    private static boolean isTagged(StoredRepository repository, Digest digest) throws IOException {
        return repository.images().stream().anyMatch(image -> image.manifest().digest().equals(digest));
    }

    /** From the top down, as far as nothing else needs it. */
    private static void removeContent(StoredRepository repository, Digest digest) throws IOException {
        try {
            Manifest manifest = repository.fetchManifest(digest).parse();
            repository.deleteManifest(digest);
            for (Descriptor child : manifest.children()) {
                if (!isTagged(repository, child.digest())) {
                    removeContent(repository, child.digest());
                }
            }
            for (Descriptor blob : manifest.blobs()) {
                removeBlob(repository, blob.digest());
            }
        } catch (DeniedException | NotFoundException _) {
            // Another index lists it, or it was never fetched: there is nothing to do here.
        }
    }

    private static void removeBlob(StoredRepository repository, Digest digest) throws IOException {
        try {
            repository.deleteBlob(digest);
        } catch (DeniedException _) {
            // Another image of this repository needs it.
        }
    }
}
