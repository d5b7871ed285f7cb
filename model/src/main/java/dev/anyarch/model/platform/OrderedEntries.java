package dev.anyarch.model.platform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The usable entries of an index in the order in which containerd and Docker try them: by their place in the vector, more OS
 * features first, entries without a platform last, otherwise as the document has them.
 */
final class OrderedEntries {
    private static final int LAST = Integer.MAX_VALUE;
    private static final Comparator<Entry> ORDER = Comparator.comparingInt(Entry::rank)
            .thenComparing(Comparator.comparingInt(Entry::features).reversed());

    private OrderedEntries() {}

    /** @param rank place in the vector */
    record Entry(Candidate candidate, Position position, int rank, int features) {}

    /** @param emptyIsAbsent whether a platform object with nothing in it counts as none */
    static List<Entry> of(List<Candidate> candidates, Position index, PlatformOrder order, Trail trail,
            boolean emptyIsAbsent) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            Position at = index.child(i);
            Optional<Platform> platform = candidate.descriptor()
                    .platform()
                    .filter(written -> !(emptyIsAbsent && saysNothing(written)));
            if (platform.isEmpty()) {
                trail.usable(at, candidate.descriptor(), "names no platform, tried last");
                entries.add(new Entry(candidate, at, LAST, 0));
                continue;
            }
            OptionalInt rank = order.rank(platform.get());
            String reason = order.reason(platform.get());
            if (rank.isPresent()) {
                trail.usable(at, candidate.descriptor(), reason);
                entries.add(new Entry(candidate, at, rank.getAsInt(), platform.get().osFeatures().size()));
            } else {
                trail.refused(at, candidate.descriptor(), reason);
            }
        }
        entries.sort(ORDER);
        return entries;
    }

    private static boolean saysNothing(Platform platform) {
        return platform.isEmpty() && platform.variant().isEmpty() && platform.osVersion().isEmpty()
                && platform.osFeatures().isEmpty() && platform.extensions().find("features").isEmpty();
    }
}
