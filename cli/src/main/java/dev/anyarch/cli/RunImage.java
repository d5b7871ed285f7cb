package dev.anyarch.cli;

import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.Selection;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyRequest;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.copy.PlatformChoice;
import dev.anyarch.operations.copy.SubsetMode;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Which image is to be executed, and where it is.
 *
 * @param manifest of one platform
 * @param platform as the index says it; empty without an index
 */
record RunImage(ImageSource source, Digest manifest, Optional<Platform> platform) {

    /** When an image is fetched from its registry. */
    enum Pull {
        ALWAYS, MISSING, NEVER;

        static Pull parse(String text) throws UsageException {
            return switch (text) {
                case "always" -> ALWAYS;
                case "missing" -> MISSING;
                case "never" -> NEVER;
                default -> throw new UsageException(
                        "option --pull: expected always, missing or never, found '%s'".formatted(text));
            };
        }
    }

    /**
     * The entry of an image that is executed. What is in a registry is that of the local store, or fetched into it for the
     * entry's platform; layouts and archives are read where they are.
     */
    static RunImage find(String name, EntryChoice choice, Pull pull, Session session)
            throws IOException, InterruptedException {
        Place place = Place.parse(name);
        return switch (place) {
            case Place.InRegistry at -> inRegistry(at, choice, pull, session);
            case Place.InStore _,Place.InLayout _,Place.InOciArchive _,Place.InDockerArchive _,Place.InDaemon _ -> {
                if (pull == Pull.ALWAYS) {
                    throw new UsageException(
                            "--pull always: expected an image of a registry, found %s".formatted(place));
                }
                Found found = session.places().find(place);
                Selection.One entry = choice.of(found);
                yield new RunImage(found.source(), entry.pick(), EntryChoice.platform(entry));
            }
        };
    }

    private static RunImage inRegistry(Place.InRegistry at, EntryChoice choice, Pull pull, Session session)
            throws IOException, InterruptedException {
        Reference reference = at.reference();
        Place.InStore stored = new Place.InStore(reference);
        if (pull != Pull.ALWAYS) {
            try {
                Found found = session.places().find(stored);
                Selection.One entry = choice.of(found);
                return new RunImage(found.source(), entry.pick(), EntryChoice.platform(entry));
            } catch (NotFoundException e) {
                if (pull == Pull.NEVER) {
                    throw e;
                }
            }
        }
        Found remote = session.places().find(at);
        Selection.One entry = choice.of(remote);
        Optional<Platform> platform = EntryChoice.platform(entry);
        try (Delivery delivery = session.places().deliver(stored, session.console());
                TransferProgress progress = new TransferProgress(session.console(), "pulling")) {
            new Copier(CopySettings.DEFAULT, progress).copy(remote.source(), delivery.store(),
                    CopyRequest.of(remote.root())
                            .withPlatforms(platform.filter(_ -> reference.digest().isEmpty())
                                    .map(only -> PlatformChoice.of(List.of(only)))
                                    .orElse(PlatformChoice.ALL), SubsetMode.REWRITE)
                            .withTags(delivery.tags()));
            delivery.complete(remote.root());
        }
        return new RunImage(session.places().target(stored).store(), entry.pick(), platform);
    }
}
