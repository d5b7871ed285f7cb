package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.executables.Fit;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.platform.Platform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares the executables that a build put into its images with the platforms that the images say they are for. Layers of
 * base images belong to somebody else and stages that are only copied from are not published, so neither is looked at.
 */
final class PlatformCheck {
    private static final int SHOWN = 3;

    private final LayerFactory layers;

    PlatformCheck(LayerFactory layers) {
        this.layers = layers;
    }

    /** An executable in the wrong image. */
    private record Mismatch(FoundExecutable found, String reason) {
        @Override
        public String toString() {
            return "/%s: %s (%s)".formatted(found.path(), found.executable().description(), reason);
        }
    }

    /** A warning for each layer that has executables for other machines than its image's. */
    List<DockerfileWarning> check(Collection<ImageDraft> images) {
        List<DockerfileWarning> warnings = new ArrayList<>();
        for (ImageDraft image : images) {
            MachineFamilies families = MachineFamilies.of(image.ownLayers()
                    .stream()
                    .flatMap(own -> layers.executables(own.layer()).stream())
                    .toList());
            for (OwnLayer own : image.ownLayers()) {
                List<Mismatch> mismatches = layers.executables(own.layer())
                        .stream()
                        .filter(found -> !ForeignPlaces.contain(found.path()) && !families.contain(found.path()))
                        .flatMap(found -> mismatch(found, image.platform()).stream())
                        .toList();
                if (!mismatches.isEmpty()) {
                    warnings.add(new DockerfileWarning(Optional.of(own.at()), describe(mismatches, image.platform())));
                }
            }
        }
        return warnings;
    }

    /** @throws InvalidContentException when there is a warning */
    static void requireNone(List<DockerfileWarning> warnings) throws InvalidContentException {
        if (!warnings.isEmpty()) {
            throw new InvalidContentException("%s; nothing is published%s".formatted(warnings.getFirst(),
                    warnings.size() == 1 ? "" : ", there are %d such warnings".formatted(warnings.size())));
        }
    }

    private static Optional<Mismatch> mismatch(FoundExecutable found, Platform platform) {
        return found.executable().fit(platform) instanceof Fit.Mismatch(String reason)
                ? Optional.of(new Mismatch(found, reason))
                : Optional.empty();
    }

    private static String describe(List<Mismatch> mismatches, Platform platform) {
        int more = mismatches.size() - SHOWN;
        return "%d executable%s not for the image's platform: expected %s, found %s%s; take what is for TARGETPLATFORM"
                .formatted(mismatches.size(), mismatches.size() == 1 ? " is" : "s are", platform,
                        mismatches.stream().limit(SHOWN).map(Mismatch::toString).collect(Collectors.joining(", ")),
                        more > 0 ? " and %d more".formatted(more) : "");
    }
}
