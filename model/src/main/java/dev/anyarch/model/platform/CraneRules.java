package dev.anyarch.model.platform;

import dev.anyarch.model.Descriptor;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * crane and go-containerregistry ({@code childByPlatform} and {@code matchesPlatform} in pkg/v1/remote/index.go): the first
 * entry whose OS and architecture are written exactly so; variant and version count when asked for. An entry without a
 * platform is linux/amd64. A nested index is entered when its own entry fits, and then decides. A root that is a manifest is
 * not checked.
 */
final class CraneRules implements SelectionRules {
    private static final Platform ABSENT = new Platform("linux", "amd64", "");

    @Override
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Trail trail = new Trail(request.wanted());
        return switch (root) {
            case Candidate.Index index -> walk(index, Position.ROOT, request.wanted(), trail);
            case Candidate.Image _,Candidate.Other _ -> trail.pick(Position.ROOT, root.descriptor(),
                    "the name is a single manifest, which is taken whatever its platform is");
        };
    }

    private static Selection walk(Candidate.Index index, Position parent, Platform wanted, Trail trail)
            throws IOException {
        List<Candidate> entries = index.entries().read();
        for (int i = 0; i < entries.size(); i++) {
            Candidate entry = entries.get(i);
            Descriptor descriptor = entry.descriptor();
            Position at = parent.child(i);
            Optional<String> difference = findDifference(descriptor.platform().orElse(ABSENT), wanted);
            if (difference.isPresent()) {
                trail.refused(at, descriptor, difference.get());
                continue;
            }
            trail.usable(at, descriptor,
                    descriptor.platform().isPresent() ? "matches" : "names no platform, taken for linux/amd64");
            return switch (entry) {
                case Candidate.Index nested -> walk(nested, at, wanted, trail);
                case Candidate.Image _,Candidate.Other _ ->
                    trail.pick(at, descriptor, "entry %s is the first that fits".formatted(at));
            };
        }
        return trail.noMatch();
    }

    /** What keeps {@code found} from being {@code wanted}, nothing normalised; also oras compares so. */
    static Optional<String> findDifference(Platform found, Platform wanted) {
        if (!found.os().equals(wanted.os())) {
            return Optional.of("OS differs");
        }
        if (!found.architecture().equals(wanted.architecture())) {
            return Optional.of("architecture differs");
        }
        if (!wanted.variant().isEmpty() && !found.variant().equals(wanted.variant())) {
            return Optional.of("variant differs");
        }
        if (!wanted.osVersion().isEmpty() && !found.osVersion().equals(wanted.osVersion())) {
            return Optional.of("OS version differs");
        }
        return new HashSet<>(found.osFeatures()).containsAll(wanted.osFeatures())
                ? Optional.empty()
                : Optional.of("lacks an OS feature");
    }
}
