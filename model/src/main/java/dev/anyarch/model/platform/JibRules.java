package dev.anyarch.model.platform;

import dev.anyarch.model.Descriptor;
import java.io.IOException;
import java.util.List;

/**
 * Jib for its base images (PullBaseImageStep, PlatformChecker, {@code getDigestsForPlatform}): the first entry whose OS and
 * architecture are written exactly so; variants do not count. A nested index is an error. A root that is a manifest must fit
 * by its config, unless linux/amd64 is wanted, which nobody may have asked for.
 */
final class JibRules implements SelectionRules {
    private static final String DEFAULT_OS = "linux";
    private static final String DEFAULT_ARCHITECTURE = "amd64";

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
        if (isPlatform(wanted, DEFAULT_OS, DEFAULT_ARCHITECTURE)) {
            return trail.pick(Position.ROOT, image.descriptor(),
                    "the name is a single manifest, which is taken unchecked when linux/amd64 is wanted");
        }
        Platform config = image.config().read();
        boolean fits = isPlatform(wanted, config.os().isEmpty() ? DEFAULT_OS : config.os(),
                config.architecture().isEmpty() ? DEFAULT_ARCHITECTURE : config.architecture());
        trail.byConfig(Position.ROOT, config, fits, fits ? "matches" : "OS or architecture differs");
        String said = "the name is a single manifest and its config says %s".formatted(config);
        return fits ? trail.pick(Position.ROOT, image.descriptor(), said) : trail.noMatch(said);
    }

    private static Selection first(List<Candidate> entries, Platform wanted, Trail trail) {
        for (int i = 0; i < entries.size(); i++) {
            Descriptor entry = entries.get(i).descriptor();
            Position at = Position.ROOT.child(i);
            if (entry.platform().isEmpty()) {
                trail.refused(at, entry, "names no platform");
            } else if (!isPlatform(wanted, entry.platform().get().os(), entry.platform().get().architecture())) {
                trail.refused(at, entry, "OS or architecture differs");
            } else {
                trail.usable(at, entry, "matches");
                return entries.get(i) instanceof Candidate.Index
                        ? trail.nestedIndex(at, "Jib")
                        : trail.pick(at, entry, "entry %s is the first that fits".formatted(at));
            }
        }
        return trail.noMatch();
    }

    private static boolean isPlatform(Platform wanted, String os, String architecture) {
        return wanted.os().equals(os) && wanted.architecture().equals(architecture);
    }
}
