package dev.anyarch.operations.index;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyListener;
import dev.anyarch.operations.copy.CopySettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a planned index: first the content of all entries to all targets, then the index itself everywhere, and only when
 * all of that is there, the tags. When a tag cannot be moved, those moved before are moved back.
 */
public final class IndexPublisher {
    private final Copier copier;
    private final CopyListener listener;

    public IndexPublisher(CopySettings settings, CopyListener listener) {
        this.copier = new Copier(settings, listener);
        this.listener = listener;
    }

    /**
     * Does what {@code plan} says.
     *
     * @throws dev.anyarch.store.PreconditionFailedException when a tag is not as its target wants it
     */
    public void publish(IndexPlan plan) throws IOException, InterruptedException {
        for (IndexTarget target : plan.targets()) {
            copyEntries(plan, target);
        }
        List<IndexTarget> tagged = plan.targets().stream().filter(target -> !target.tags().isEmpty()).toList();
        // With a single target the index and its tags are one request; with several, every target has the index before
        // the first tag moves.
        if (tagged.size() != 1 || plan.targets().size() != 1) {
            for (IndexTarget target : plan.targets()) {
                target.store().putManifest(plan.index(), List.of());
            }
        }
        TagMoves.apply(tagged.stream()
                .map(target -> new TagMoves.Move(target.store(), plan.index(), target.tags(), target.precondition()))
                .toList());
        listener.manifest(plan.index().descriptor());
    }

    private void copyEntries(IndexPlan plan, IndexTarget target) throws IOException, InterruptedException {
        Map<IndexSource, List<Descriptor>> bySource = new LinkedHashMap<>();
        for (IndexPlan.Transfer transfer : plan.transfers()) {
            if (transfer.target().equals(target)) {
                bySource.computeIfAbsent(transfer.entry().source(), _ -> new ArrayList<>())
                        .add(transfer.entry().descriptor());
            }
        }
        for (Map.Entry<IndexSource, List<Descriptor>> entry : bySource.entrySet()) {
            Optional<RepositoryName> mountFrom = IndexPlan.mountFrom(entry.getKey(), target).map(Place::repository);
            copier.copyManifests(entry.getKey().from(), target.store(), entry.getValue(), mountFrom);
        }
    }
}
