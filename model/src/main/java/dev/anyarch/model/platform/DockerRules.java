package dev.anyarch.model.platform;

import java.io.IOException;

/**
 * Docker Engine with its classic graph drivers ({@code pullManifestList} in daemon/internal/distribution/pull_v2.go).
 * containerd's vectors; a platform object with nothing in it counts as none; an entry without a platform is taken unseen;
 * unknown media types are passed over. The first usable entry that is an index decides: without a match inside, the pull
 * fails, and entries after it are not tried. A root that is a manifest is pulled, with a warning when it does not fit.
 */
final class DockerRules implements SelectionRules {

    @Override
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Trail trail = new Trail(request.wanted());
        return switch (root) {
            case Candidate.Image image -> trail.pick(Position.ROOT, image.descriptor(),
                    "the name is a single manifest, which is pulled whatever its platform is, with a warning");
            case Candidate.Index index -> walk(index, Position.ROOT, PlatformOrder.only(request.wanted()), trail);
            case Candidate.Other other ->
                trail.noMatch("%s is neither an image nor an index".formatted(other.descriptor().mediaType()));
        };
    }

    private static Selection walk(Candidate.Index index, Position at, PlatformOrder order, Trail trail)
            throws IOException {
        for (OrderedEntries.Entry entry : OrderedEntries.of(index.entries().read(), at, order, trail, true)) {
            switch (entry.candidate()) {
                case Candidate.Image image -> {
                    return trail.pick(entry.position(), image.descriptor(),
                            "entry %s is the best match".formatted(entry.position()));
                }
                case Candidate.Index nested -> {
                    return walk(nested, entry.position(), order, trail);
                }
                case Candidate.Other _ -> {
                    // passed over, as the specification asks
                }
            }
        }
        return trail.noMatch();
    }
}
