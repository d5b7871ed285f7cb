package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.executables.Executable;
import dev.anyarch.executables.Fit;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.platform.Platform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares the executables that a build put into its images with the platforms that the images say they are for. Layers of
 * base images belong to somebody else and stages that are only copied from are not published, so neither is looked at.
 */
final class PlatformCheck {
    private static final int SHOWN = 3;

    private final LayerFactory layers;
    private final Map<List<Digest>, MachineFamilies> families = new HashMap<>();

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
            // there are few kinds of executables, and most images have only their own: the names of all files can wait
            Map<Executable, Optional<String>> kinds = new HashMap<>();
            Map<OwnLayer, List<Mismatch>> suspects = new LinkedHashMap<>();
            for (OwnLayer own : image.ownLayers()) {
                List<Mismatch> mismatches = new ArrayList<>();
                for (FoundExecutable found : layers.executables(own.layer())) {
                    kinds.computeIfAbsent(found.executable(), kind -> mismatch(kind, image.platform()))
                            .filter(_ -> !ForeignPlaces.contain(found.path()))
                            .ifPresent(reason -> mismatches.add(new Mismatch(found, reason)));
                }
                if (!mismatches.isEmpty()) {
                    suspects.put(own, mismatches);
                }
            }
            if (!suspects.isEmpty()) {
                warn(image, suspects, warnings);
            }
        }
        return warnings;
    }

    private void warn(ImageDraft image, Map<OwnLayer, List<Mismatch>> suspects, List<DockerfileWarning> warnings) {
        MachineFamilies families = families(image);
        suspects.forEach((own, mismatches) -> {
            List<Mismatch> alone = mismatches.stream()
                    .filter(mismatch -> !families.contain(mismatch.found.path()))
                    .toList();
            if (!alone.isEmpty()) {
                warnings.add(new DockerfileWarning(Optional.of(own.at()), describe(alone, image.platform())));
            }
        });
    }

    /** Images whose layers are equal have the same. */
    private MachineFamilies families(ImageDraft image) {
        return families.computeIfAbsent(image.ownLayers().stream().map(own -> own.layer().diffId()).toList(),
                _ -> MachineFamilies.of(image.ownLayers()
                        .stream()
                        .flatMap(own -> layers.executables(own.layer()).stream())
                        .toList()));
    }

    /** @throws InvalidContentException when there is a warning */
    static void requireNone(List<DockerfileWarning> warnings) throws InvalidContentException {
        if (!warnings.isEmpty()) {
            throw new InvalidContentException("%s; nothing is published%s".formatted(warnings.getFirst(),
                    warnings.size() == 1 ? "" : ", there are %d such warnings".formatted(warnings.size())));
        }
    }

    private static Optional<String> mismatch(Executable executable, Platform platform) {
        return executable.fit(platform) instanceof Fit.Mismatch(String reason) ? Optional.of(reason) : Optional.empty();
    }

    private static String describe(List<Mismatch> mismatches, Platform platform) {
        int more = mismatches.size() - SHOWN;
        return "%d executable%s not for the image's platform: expected %s, found %s%s; take what is for TARGETPLATFORM"
                .formatted(mismatches.size(), mismatches.size() == 1 ? " is" : "s are", platform,
                        mismatches.stream().limit(SHOWN).map(Mismatch::toString).collect(Collectors.joining(", ")),
                        more > 0 ? " and %d more".formatted(more) : "");
    }
}
