package dev.anyarch.cli;

import dev.anyarch.bake.definition.Stack;
import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyRequest;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.index.PublishedSoFarException;
import dev.anyarch.operations.index.TagMoves;
import dev.anyarch.store.ImageStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings what was built to where it goes: first all content of all targets, without a name; then files and archives; then the
 * names, those of a target after those of the targets it is built on. When a name cannot be set, those set before are taken
 * back. For one thread.
 */
final class StackDelivery implements Closeable {
    private final Session session;
    private final ImageStore built;
    private final List<Delivery> open = new ArrayList<>();
    private final List<TagMoves.Move> moves = new ArrayList<>();
    private final Map<String, Place> first = new HashMap<>();

    StackDelivery(Session session, ImageStore built) {
        this.session = session;
        this.built = built;
    }

    void deliver(Map<String, StackTarget> targets, Map<String, BuildResult> results)
            throws IOException, InterruptedException {
        List<StackTarget> order = inOrder(targets);
        for (StackTarget target : order) {
            Optional<BuildResult> result = Optional.ofNullable(results.get(target.name()));
            if (result.isPresent() && target.outputs().isPresent()) {
                for (BuildOutput.Image image : target.outputs().get().images()) {
                    copy(result.get(), image);
                }
            }
        }
        for (StackTarget target : order) {
            Optional<BuildResult> result = Optional.ofNullable(results.get(target.name()));
            if (result.isPresent() && target.outputs().isPresent()) {
                for (BuildOutput.Files files : target.outputs().get().files()) {
                    new FileOutput(session, result.get(), built).write(files);
                }
            }
        }
        TagMoves.apply(moves);
    }

    private void copy(BuildResult result, BuildOutput.Image image) throws IOException, InterruptedException {
        Delivery delivery = session.places().deliver(image.place(), session.console());
        open.add(delivery);
        CopyRequest request = CopyRequest.of(result.root()).withMountFrom(neighbour(image.place()));
        try (TransferProgress copying = new TransferProgress(session.console(), "copying")) {
            new Copier(CopySettings.DEFAULT, copying).copy(built, delivery.store(), request);
        } catch (IOException e) {
            e.addSuppressed(new PublishedSoFarException("while copying to %s; no tag has moved".formatted(image)));
            throw e;
        }
        Optional<TagMoves.Move> move = image.byDigest() ? Optional.empty() : delivery.move(result.root());
        if (move.isPresent()) {
            moves.add(move.get());
        } else {
            delivery.complete(result.root());
        }
    }

    /** A repository of the same registry that has something of this stack already; in the store, the build cache has it. */
    private Optional<dev.anyarch.model.reference.RepositoryName> neighbour(Place place) {
        if (place instanceof Place.InStore) {
            return Optional.of(BuildCaching.LAYERS);
        }
        Optional<String> registry = Places.neighbourhood(place).map(dev.anyarch.operations.index.Place::registry);
        if (registry.isEmpty()) {
            return Optional.empty();
        }
        Place before = first.putIfAbsent(registry.get(), place);
        return before == null ? Optional.empty() : Places.mountFrom(before, place);
    }

    /** What others are built on comes first. */
    static List<StackTarget> inOrder(Map<String, StackTarget> targets) {
        Set<String> names = new LinkedHashSet<>();
        targets.keySet().forEach(name -> add(name, targets, names));
        return names.stream().flatMap(name -> Optional.ofNullable(targets.get(name)).stream()).toList();
    }

    private static void add(String name, Map<String, StackTarget> targets, Set<String> names) {
        StackTarget target = targets.get(name);
        if (target != null && !names.contains(name)) {
            Stack.links(target.definition()).forEach(below -> add(below, targets, names));
            names.add(name);
        }
    }

    @Override
    public void close() throws IOException {
        for (Delivery delivery : open) {
            delivery.close();
        }
    }
}
