package dev.anyarch.model.platform;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * anyarch's own selection: containerd's comparison of platforms, and what it lacks. Every usable entry is tried, best first,
 * until one gives an image. Entries without a platform come after those with one, and they, as a root that is a manifest,
 * count as what their config says. Attestations are never candidates. Between equals a match of the wanted OS version comes
 * first, then more of the wanted OS features, then the order of the document.
 */
final class OwnRules implements SelectionRules {
    private final Function<SelectionRequest, List<Platform>> vector;
    private final boolean exactVersion;

    /** @param exactVersion whether an OS version that was asked for must be there on every OS */
    private OwnRules(Function<SelectionRequest, List<Platform>> vector, boolean exactVersion) {
        this.vector = vector;
        this.exactVersion = exactVersion;
    }

    /** The platform itself, nothing that its machine also runs. */
    static OwnRules strict() {
        return new OwnRules(request -> List.of(PlatformMatcher.normalize(request.wanted())), true);
    }

    /** Everything that a machine of the platform runs, best first. */
    static OwnRules compat() {
        return new OwnRules(CompatibleVector::of, false);
    }

    @Override
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Trail trail = new Trail(request.wanted());
        PlatformOrder order = new PlatformOrder(request.wanted(), vector.apply(request));
        OwnWalk walk = new OwnWalk(request.wanted(), order, exactVersion, trail);
        return switch (root) {
            case Candidate.Image image -> walk.single(image);
            case Candidate.Index index -> walk.tryEntries(index, Position.ROOT).orElseGet(trail::noMatch);
            case Candidate.Other other ->
                trail.noMatch("%s is neither an image nor an index".formatted(other.descriptor().mediaType()));
        };
    }
}
