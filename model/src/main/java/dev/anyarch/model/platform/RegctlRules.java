package dev.anyarch.model.platform;

import dev.anyarch.model.Descriptor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * regctl and regsync ({@code DescriptorListSearch} in regclient, types/descriptor/descriptor.go): the best of the entries
 * that the wanted platform, taken for a host, can run. Entries without a platform never fit. A nested index is entered when
 * it is the best, and then decides. A root that is a manifest is not checked.
 */
final class RegctlRules implements SelectionRules {

    @Override
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Trail trail = new Trail(request.wanted());
        Optional<Platform> host = RegctlPlatforms.parse(request.wanted());
        if (host.isEmpty()) {
            return trail.badPlatform(
                    "regctl reads only letters, digits, '_' and '-' in each part of a platform, found '%s'"
                            .formatted(request.wanted()));
        }
        return switch (root) {
            case Candidate.Index index -> walk(index, Position.ROOT, host.get(), trail);
            case Candidate.Image _,Candidate.Other _ -> trail.pick(Position.ROOT, root.descriptor(),
                    "the name is a single manifest, for which the platform is ignored");
        };
    }

    private static Selection walk(Candidate.Index index, Position parent, Platform host, Trail trail)
            throws IOException {
        List<Candidate> entries = index.entries().read();
        int best = -1;
        Optional<Platform> bestPlatform = Optional.empty();
        for (int i = 0; i < entries.size(); i++) {
            Descriptor entry = entries.get(i).descriptor();
            Position at = parent.child(i);
            Optional<Platform> platform = entry.platform().map(RegctlPlatforms::normalize);
            Optional<String> difference = platform.isEmpty()
                    ? Optional.of("names no platform")
                    : RegctlPlatforms.findDifference(host, platform.get());
            if (difference.isPresent()) {
                trail.refused(at, entry, difference.get());
                continue;
            }
            trail.usable(at, entry, "runs there");
            if (bestPlatform.isEmpty()
                    || RegctlPlatforms.isBetter(host, platform.orElseThrow(), bestPlatform.get())) {
                best = i;
                bestPlatform = platform;
            }
        }
        if (best < 0) {
            return trail.noMatch();
        }
        Position at = parent.child(best);
        return switch (entries.get(best)) {
            case Candidate.Index nested -> walk(nested, at, host, trail);
            case Candidate.Image image ->
                trail.pick(at, image.descriptor(), "entry %s is the best match".formatted(at));
            case Candidate.Other other ->
                trail.pick(at, other.descriptor(), "entry %s is the best match".formatted(at));
        };
    }
}
