package dev.anyarch.model.platform;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code docker buildx imagetools create --platform}, a filter ({@code filterPlatforms} in util/imagetools/create.go): keeps
 * every entry that is exactly the wanted platform or names none, and the attestations of kept entries. A root that is a
 * manifest must fit by its config.
 */
final class ImagetoolsRules implements SelectionRules {
    private static final String ATTESTATION = "attestation-manifest";

    @Override
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Trail trail = new Trail(request.wanted());
        PlatformMatcher matcher = new PlatformMatcher(request.wanted());
        return switch (root) {
            case Candidate.Image image -> manifest(image, matcher, trail);
            case Candidate.Index index -> filter(index, matcher, trail);
            case Candidate.Other other ->
                trail.noMatch("%s is neither an image nor an index".formatted(other.descriptor().mediaType()));
        };
    }

    private static Selection manifest(Candidate.Image image, PlatformMatcher matcher, Trail trail) throws IOException {
        Platform config = image.config().read();
        Optional<String> difference = matcher.findDifference(config);
        trail.byConfig(Position.ROOT, config, difference.isEmpty(), difference.orElse("matches"));
        return difference.isEmpty()
                ? trail.pick(Position.ROOT, image.descriptor(),
                        "the name is a single manifest and its config says %s".formatted(config))
                : trail.noMatch("the name is a single manifest and its config says %s".formatted(config));
    }

    private static Selection filter(Candidate.Index index, PlatformMatcher matcher, Trail trail) throws IOException {
        List<Candidate> entries = index.entries().read();
        Map<String, Descriptor> byDigest = new HashMap<>();
        entries.forEach(entry -> byDigest.put(entry.descriptor().digest().toString(), entry.descriptor()));
        List<Position> kept = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Descriptor entry = entries.get(i).descriptor();
            Position at = Position.ROOT.child(i);
            if (fits(entry, matcher)) {
                trail.usable(at, entry, entry.platform().isPresent() ? "matches" : "names no platform, kept");
                kept.add(at);
            } else if (findSubject(entry, byDigest).filter(subject -> fits(subject, matcher)).isPresent()) {
                trail.usable(at, entry, "attestation of a kept entry");
                kept.add(at);
            } else {
                trail.refused(at, entry, entry.platform().flatMap(matcher::findDifference).orElse("differs"));
            }
        }
        if (kept.isEmpty()) {
            return trail.noMatch();
        }
        Optional<Digest> unchanged = kept.size() == entries.size()
                ? Optional.of(index.descriptor().digest())
                : Optional.empty();
        return trail.keep(kept, unchanged, "keeps %d of %d entries".formatted(kept.size(), entries.size()));
    }

    private static boolean fits(Descriptor entry, PlatformMatcher matcher) {
        return entry.platform().map(matcher::matches).orElse(true);
    }

    private static Optional<Descriptor> findSubject(Descriptor entry, Map<String, Descriptor> byDigest) {
        return ATTESTATION.equals(entry.annotations().get(Annotations.DOCKER_REFERENCE_TYPE))
                ? Optional.ofNullable(entry.annotations().get(Annotations.DOCKER_REFERENCE_DIGEST)).map(byDigest::get)
                : Optional.empty();
    }
}
