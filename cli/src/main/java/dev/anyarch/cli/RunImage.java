package dev.anyarch.cli;

import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Considered;
import dev.anyarch.model.platform.Engine;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.Selection;
import dev.anyarch.model.platform.SelectionRequest;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyRequest;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.copy.PlatformChoice;
import dev.anyarch.operations.copy.SubsetMode;
import dev.anyarch.operations.resolve.PlatformResolution;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which image is to be executed, in the local store.
 *
 * @param manifest of one platform
 * @param platform as the index says it; empty without an index
 */
record RunImage(ImageStore store, Digest manifest, Optional<Platform> platform) {

    /** The entry of an image for one platform, in the local store; fetched into it first when the store has no such name. */
    static RunImage find(String name, Optional<Platform> wanted, Session session)
            throws IOException, InterruptedException {
        Place place = Place.parse(name);
        Reference reference = switch (place) {
            case Place.InRegistry at -> at.reference();
            case Place.InStore at -> at.reference();
            case Place.InLayout _,Place.InOciArchive _,Place.InDockerArchive _ -> throw new UsageException(
                    "%s: expected NAME or store:NAME; anyarch copy %s store:NAME brings it there".formatted(place,
                            place));
        };
        Place.InStore stored = new Place.InStore(reference);
        ImageStore store = session.places().target(stored).store();
        try {
            Selection.One entry = choose(session.places().find(stored), wanted);
            return new RunImage(store, entry.pick(), platform(entry));
        } catch (NotFoundException e) {
            if (place instanceof Place.InStore) {
                throw e;
            }
        }
        Found remote = session.places().find(place);
        Selection.One entry = choose(remote, wanted);
        Optional<Platform> platform = platform(entry).filter(_ -> reference.digest().isEmpty());
        try (Delivery delivery = session.places().deliver(stored);
                TransferProgress progress = new TransferProgress(session.console(), "pulling")) {
            new Copier(CopySettings.DEFAULT, progress).copy(remote.source(), delivery.store(),
                    CopyRequest.of(remote.root())
                            .withPlatforms(platform.map(only -> PlatformChoice.of(List.of(only)))
                                    .orElse(PlatformChoice.ALL), SubsetMode.REWRITE)
                            .withTags(delivery.tags()));
            delivery.complete(remote.root());
        }
        return new RunImage(store, entry.pick(), platform(entry));
    }

    /** The one for this machine, unless another is wanted; the only one, when there is no other. */
    private static Selection.One choose(Found found, Optional<Platform> wanted) throws IOException {
        Platform host = Host.withLevel();
        Selection selection = select(found, SelectionRequest.of(wanted.orElse(host)));
        if (selection instanceof Selection.None && wanted.isEmpty()) {
            selection = select(found, new SelectionRequest(host, true));
        }
        List<Platform> available = available(selection);
        if (selection instanceof Selection.None && wanted.isEmpty() && available.size() == 1) {
            selection = select(found, SelectionRequest.of(available.getFirst()));
        }
        if (selection instanceof Selection.One one) {
            return one;
        }
        String names = available.isEmpty()
                ? "no image that runs"
                : available.stream().map(Platform::toString).collect(Collectors.joining(", "));
        String advice = wanted.isPresent()
                ? found.place() instanceof Place.InStore ? "; 'anyarch pull' fetches all that its registry has" : ""
                : "; choose one with --platform, to be emulated";
        throw new CannotException("%s: no entry for %s; it has %s%s".formatted(found.place(), wanted.orElse(host),
                names, advice));
    }

    private static Selection select(Found found, SelectionRequest request) throws IOException {
        return PlatformResolution.resolve(found.source(), found.root(), found.place().toString(), request,
                List.of(Engine.COMPAT)).selections().values().iterator().next();
    }

    private static List<Platform> available(Selection selection) {
        return selection.considered()
                .stream()
                .map(Considered::platform)
                .flatMap(Optional::stream)
                .filter(platform -> !platform.isUnknown())
                .distinct()
                .toList();
    }

    private static Optional<Platform> platform(Selection.One entry) {
        return entry.position().isRoot()
                ? Optional.empty()
                : entry.considered()
                        .stream()
                        .filter(considered -> considered.position().path().equals(entry.position().path()))
                        .findFirst()
                        .flatMap(Considered::platform);
    }
}
