package dev.anyarch.model.platform;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * skopeo, podman, buildah and CRI-O: the library containers/image ({@code WantedPlatforms} in
 * internal/pkg/platform/platform_matcher.go, {@code ChooseInstance} in internal/manifest). Names must be written exactly so;
 * versions and features do not count. In an OCI index zstd instances are preferred, and an entry without a platform is a
 * last resort whatever is wanted; in a Docker list it never fits. Copying and pulling
 * refuse a nested index ({@code skopeo inspect} alone would look into it). A root that is a manifest is not checked.
 */
final class ContainersImageRules implements SelectionRules {
    private static final Map<String, List<String>> VARIANTS = Map.of("arm", List.of("v8", "v7", "v6", "v5"), "arm64",
            List.of("v8"));
    private static final int LAST = Integer.MAX_VALUE;
    private static final int UNFIT = -1;

    private final String engine;
    private final UnaryOperator<Platform> reading;

    /** @param reading what the program does to the wanted platform before the library sees it */
    ContainersImageRules(String engine, UnaryOperator<Platform> reading) {
        this.engine = engine;
        this.reading = reading;
    }

    /**
     * What podman makes of the wanted platform ({@code Normalize} in common/libimage/platform): containerd's names, except
     * that a variant which normalisation drops comes back, and {@code arm64} with any variant has at least {@code v8}.
     */
    static Platform asPodman(Platform wanted) {
        Platform normalized = PlatformMatcher.normalize(wanted);
        if (wanted.variant().isEmpty() || !normalized.variant().isEmpty()) {
            return normalized;
        }
        Platform kept = normalized.withVariant(wanted.variant()).normalized();
        return kept.architecture().equals("arm64") && kept.variant().isEmpty() ? kept.withVariant("v8") : kept;
    }

    @Override
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Trail trail = new Trail(request.wanted());
        return switch (root) {
            case Candidate.Index index -> choose(index, reading.apply(request.wanted()), trail);
            case Candidate.Image _,Candidate.Other _ -> trail.pick(Position.ROOT, root.descriptor(),
                    "the name is a single manifest, which is taken whatever its platform is");
        };
    }

    private Selection choose(Candidate.Index index, Platform wanted, Trail trail) throws IOException {
        boolean dockerList = index.descriptor().mediaType().equals(MediaType.DOCKER_LIST);
        List<String> variants = variants(wanted);
        List<Candidate> entries = index.entries().read();
        int best = UNFIT;
        int bestRank = UNFIT;
        for (int i = 0; i < entries.size(); i++) {
            Descriptor entry = entries.get(i).descriptor();
            int rank = rank(entry, wanted, variants, dockerList, Position.ROOT.child(i), trail);
            boolean better = rank != UNFIT && (best == UNFIT || rank < bestRank || (rank == bestRank && !dockerList
                    && isZstd(entry) && !isZstd(entries.get(best).descriptor())));
            if (better) {
                best = i;
                bestRank = rank;
            }
        }
        if (best == UNFIT) {
            return trail.noMatch();
        }
        Position at = Position.ROOT.child(best);
        return switch (entries.get(best)) {
            case Candidate.Index _ -> trail.nestedIndex(at, engine);
            case Candidate.Image _,Candidate.Other _ -> trail.pick(at, entries.get(best).descriptor(),
                    "entry %s is the best match%s".formatted(at,
                            bestRank == LAST ? " left: it names no platform" : ""));
        };
    }

    /** Best first; a wanted variant is followed by the older ones and by none, no variant by all of the architecture. */
    private static List<String> variants(Platform wanted) {
        List<String> known = VARIANTS.getOrDefault(wanted.architecture(), List.of());
        List<String> variants = new ArrayList<>();
        if (wanted.variant().isEmpty()) {
            variants.add("");
            variants.addAll(known);
        } else {
            int at = known.indexOf(wanted.variant());
            variants.addAll(at < 0 ? List.of(wanted.variant()) : known.subList(at, known.size()));
            variants.add("");
        }
        return variants;
    }

    private static int rank(Descriptor entry, Platform wanted, List<String> variants, boolean dockerList, Position at,
            Trail trail) {
        Optional<Platform> written = entry.platform();
        if (written.isEmpty() && !dockerList) {
            trail.usable(at, entry, "names no platform, a last resort");
            return LAST;
        }
        if (written.isEmpty()) {
            trail.refused(at, entry, "names no platform");
            return UNFIT;
        }
        Platform platform = written.get();
        if (!platform.os().equals(wanted.os()) || !platform.architecture().equals(wanted.architecture())) {
            trail.refused(at, entry, platform.os().equals(wanted.os()) ? "architecture differs" : "OS differs");
            return UNFIT;
        }
        int rank = variants.indexOf(platform.variant());
        if (rank < 0) {
            trail.refused(at, entry, "variant differs");
            return UNFIT;
        }
        trail.usable(at, entry,
                (rank == 0 ? "matches" : "accepted, choice %d".formatted(rank + 1)) + (isZstd(entry) ? ", zstd" : ""));
        return rank;
    }

    private static boolean isZstd(Descriptor entry) {
        return "true".equals(entry.annotations().get(Annotations.CONTAINERS_ZSTD));
    }
}
