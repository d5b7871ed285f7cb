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
import dev.anyarch.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
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
        Optional<Found> stored = pull == Pull.ALWAYS ? Optional.empty() : stored(at.reference(), pull, session);
        if (stored.isEmpty()) {
            return fetch(at, Optional.empty(), choice, session);
        }
        Optional<Selection.One> entry = choice.find(stored.get());
        if (entry.isPresent()) {
            return new RunImage(stored.get().source(), entry.get().pick(), EntryChoice.platform(entry.get()));
        }
        CannotException missing = choice.missing(stored.get());
        if (pull == Pull.NEVER || at.reference().digest().isPresent()) {
            throw missing;
        }
        try {
            return fetch(at, stored, choice, session);
        } catch (StoreException | CannotException e) {
            throw new CannotException("%s; and in its registry: %s".formatted(missing.getMessage(), e.getMessage()), e);
        }
    }

    private static Optional<Found> stored(Reference reference, Pull pull, Session session) throws IOException {
        try {
            return Optional.of(session.places().find(new Place.InStore(reference)));
        } catch (NotFoundException e) {
            if (pull == Pull.NEVER) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Brings the entry of a registry into the store; what the store has of the same image stays. */
    private static RunImage fetch(Place.InRegistry at, Optional<Found> stored, EntryChoice choice, Session session)
            throws IOException, InterruptedException {
        Place.InStore store = new Place.InStore(at.reference());
        Found remote = session.places().find(at);
        Selection.One entry = choice.of(remote);
        Optional<Platform> platform = EntryChoice.platform(entry);
        List<Platform> wanted = new ArrayList<>();
        if (at.reference().digest().isEmpty()) {
            platform.ifPresent(wanted::add);
        }
        Optional<StoredEntries> entries = stored.isPresent()
                ? Optional.of(StoredEntries.of(stored.get(), remote))
                : Optional.empty();
        if (!wanted.isEmpty()) {
            entries.ifPresent(present -> wanted.addAll(present.shared()));
        }
        try (Delivery delivery = session.places().deliver(store, session.console());
                TransferProgress progress = new TransferProgress(session.console(), "pulling")) {
            new Copier(CopySettings.DEFAULT, progress).copy(remote.source(), delivery.store(),
                    CopyRequest.of(remote.root())
                            .withPlatforms(wanted.isEmpty() ? PlatformChoice.ALL : PlatformChoice.of(wanted),
                                    SubsetMode.REWRITE)
                            .withTags(delivery.tags()));
            delivery.complete(remote.root());
        }
        if (entries.filter(StoredEntries::areOthers).isPresent()) {
            session.console()
                    .message("%s has another image now, which the registry has; before it was %s".formatted(store,
                            stored.orElseThrow().root().digest()));
        }
        return new RunImage(session.places().target(store).store(), entry.pick(), platform);
    }
}
