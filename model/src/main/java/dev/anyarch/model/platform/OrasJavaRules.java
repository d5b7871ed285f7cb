package dev.anyarch.model.platform;

import dev.anyarch.model.Descriptor;
import java.io.IOException;
import java.util.List;

/**
 * oras-java ({@code Index.findUnique} and {@code Platform.matches}): the first entry whose OS, architecture and variant are
 * written exactly so, an absent variant equalling only an absent one; an absent OS or architecture is {@code unknown}. An
 * entry that is an index is returned as it is. A root that is a manifest is not checked.
 */
final class OrasJavaRules implements SelectionRules {
    private static final String UNKNOWN = "unknown";
    private static final Platform ABSENT = new Platform(UNKNOWN, UNKNOWN, "");

    @Override
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Trail trail = new Trail(request.wanted());
        return switch (root) {
            case Candidate.Index index -> first(index.entries().read(), request.wanted(), trail);
            case Candidate.Image _,Candidate.Other _ -> trail.pick(Position.ROOT, root.descriptor(),
                    "the name is a single manifest, which is taken whatever its platform is");
        };
    }

    private static Selection first(List<Candidate> entries, Platform wanted, Trail trail) {
        for (int i = 0; i < entries.size(); i++) {
            Descriptor entry = entries.get(i).descriptor();
            Position at = Position.ROOT.child(i);
            Platform found = entry.platform().orElse(ABSENT);
            if (!orUnknown(found.os()).equals(wanted.os())) {
                trail.refused(at, entry, "OS differs");
            } else if (!orUnknown(found.architecture()).equals(wanted.architecture())) {
                trail.refused(at, entry, "architecture differs");
            } else if (!found.variant().equals(wanted.variant())) {
                trail.refused(at, entry, "variant differs");
            } else {
                trail.usable(at, entry, "matches");
                return trail.pick(at, entry, "entry %s is the first that fits".formatted(at));
            }
        }
        return trail.noMatch();
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? UNKNOWN : text;
    }
}
