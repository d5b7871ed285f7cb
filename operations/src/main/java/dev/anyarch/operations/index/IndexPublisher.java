package dev.anyarch.operations.index;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyListener;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.store.ImageStore;
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
        moveTags(plan.index(), tagged);
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

    /** A tag and what it pointed at before it was moved. */
    private record Before(ImageStore store, Tag tag, Optional<Descriptor> found) {

        /** Moves the tag back, unless it has not moved to {@code index} or somebody else has moved it since. */
        void restore(RawManifest index) throws IOException {
            boolean moved = store.resolve(tag).map(Descriptor::digest).equals(Optional.of(index.digest()));
            if (!moved || found.map(Descriptor::digest).equals(Optional.of(index.digest()))) {
                return;
            }
            if (found.isPresent()) {
                store.putManifest(store.fetchManifest(found.get().digest()), List.of(tag));
            } else {
                store.deleteTag(tag);
            }
        }
    }

    private static void moveTags(RawManifest index, List<IndexTarget> targets) throws IOException {
        boolean single = targets.stream().mapToInt(target -> target.tags().size()).sum() == 1;
        List<Before> before = new ArrayList<>();
        try {
            for (IndexTarget target : targets) {
                for (Tag tag : single ? List.<Tag>of() : target.tags()) {
                    before.add(new Before(target.store(), tag, target.store().resolve(tag)));
                }
                target.store().putManifest(index, target.tags(), target.precondition());
            }
        } catch (IOException | RuntimeException e) {
            for (Before tag : before.reversed()) {
                try {
                    tag.restore(index);
                } catch (IOException restoring) {
                    e.addSuppressed(restoring);
                }
            }
            throw e;
        }
    }
}
