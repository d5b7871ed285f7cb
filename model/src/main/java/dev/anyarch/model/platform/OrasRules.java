package dev.anyarch.model.platform;

import dev.anyarch.model.Descriptor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * oras ({@code SelectManifest} in oras-go, internal/platform/platform.go): the first entry whose OS and architecture are
 * written exactly so; variant and version count when asked for; an entry without a platform never fits. An entry that is an
 * index is returned as it is. A root that is a manifest must fit by its config.
 */
final class OrasRules implements SelectionRules {

    @Override
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Trail trail = new Trail(request.wanted());
        return switch (root) {
            case Candidate.Image image -> manifest(image, request.wanted(), trail);
            case Candidate.Index index -> first(index.entries().read(), request.wanted(), trail);
            case Candidate.Other other ->
                trail.noMatch("%s is neither an image nor an index".formatted(other.descriptor().mediaType()));
        };
    }

    private static Selection manifest(Candidate.Image image, Platform wanted, Trail trail) throws IOException {
        Platform config = image.config().read();
        Optional<String> difference = CraneRules.findDifference(config, wanted);
        trail.byConfig(Position.ROOT, config, difference.isEmpty(), difference.orElse("matches"));
        String said = "the name is a single manifest and its config says %s".formatted(config);
        return difference.isEmpty() ? trail.pick(Position.ROOT, image.descriptor(), said) : trail.noMatch(said);
    }

    private static Selection first(List<Candidate> entries, Platform wanted, Trail trail) {
        for (int i = 0; i < entries.size(); i++) {
            Descriptor entry = entries.get(i).descriptor();
            Position at = Position.ROOT.child(i);
            Optional<String> difference = entry.platform().isPresent()
                    ? CraneRules.findDifference(entry.platform().get(), wanted)
                    : Optional.of("names no platform");
            if (difference.isEmpty()) {
                trail.usable(at, entry, "matches");
                return trail.pick(at, entry,
                        entry.mediaType().isIndex()
                                ? "entry %s is the first that fits; it is an index and is returned as it is"
                                        .formatted(at)
                                : "entry %s is the first that fits".formatted(at));
            }
            trail.refused(at, entry, difference.get());
        }
        return trail.noMatch();
    }
}
