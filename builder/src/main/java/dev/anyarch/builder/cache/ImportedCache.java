package dev.anyarch.builder.cache;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.OtherManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The steps that another machine's builds exported. All entries are taken, whatever their platforms: a key says what it is
 * for. Layers stay where they are until somebody needs one. For several threads.
 */
public final class ImportedCache {
    private static final String BUILDKIT_CONFIG = "application/vnd.buildkit.cacheconfig.v0";

    private final ImageSource source;
    private final SortedMap<Digest, CachedStep> steps;

    private ImportedCache(ImageSource source, SortedMap<Digest, CachedStep> steps) {
        this.source = source;
        this.steps = steps;
    }

    /**
     * Reads what {@code tag} points at.
     *
     * @return empty when there is no such tag
     * @throws InvalidContentException when it is no cache of anyarch
     */
    public static Optional<ImportedCache> read(ImageSource source, Tag tag) throws IOException {
        Optional<Descriptor> root = source.resolve(tag);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Manifest manifest = source.fetchManifest(root.get().digest()).parse();
        if (!(manifest instanceof ImageIndex index)
                || !index.artifactType().equals(Optional.of(ExportedSteps.ARTIFACT_TYPE))) {
            throw new InvalidContentException(
                    "build cache %s:%s: expected a cache of anyarch, found %s; write one with --cache-to".formatted(
                            source.location(), tag, describe(manifest)));
        }
        SortedMap<Digest, CachedStep> steps = ExportedSteps.newMap();
        for (Descriptor entry : index.manifests()) {
            if (source.fetchManifest(entry.digest()).parse() instanceof ImageManifest one) {
                steps.putAll(steps(source, one.config()));
            }
        }
        return Optional.of(new ImportedCache(source, steps));
    }

    private static SortedMap<Digest, CachedStep> steps(ImageSource source, Descriptor config) throws IOException {
        String subject = "%s: build cache %s".formatted(source.location(), config.digest());
        if (!config.mediaType().equals(ExportedSteps.CONFIG_TYPE) || config.size() > ExportedSteps.MAX_CONFIG) {
            throw new InvalidContentException("%s: expected %s of at most %d bytes, found %s of %d".formatted(subject,
                    ExportedSteps.CONFIG_TYPE, ExportedSteps.MAX_CONFIG, config.mediaType(), config.size()));
        }
        try (InputStream in = source.openBlob(config)) {
            return ExportedSteps.parse(in.readAllBytes(), subject).steps();
        }
    }

    /** What something is that is no cache of ours. */
    static String describe(Manifest manifest) {
        List<Descriptor> parts = switch (manifest) {
            case ImageIndex index -> index.manifests();
            case ImageManifest image -> List.of(image.config());
            case OtherManifest _ -> List.of();
        };
        if (parts.stream().anyMatch(part -> part.mediaType().value().equals(BUILDKIT_CONFIG))) {
            return "one of BuildKit, whose format is another";
        }
        return manifest instanceof ImageIndex ? "an image index" : "an image or another artifact";
    }

    Optional<CachedStep> find(Digest key) {
        return Optional.ofNullable(steps.get(key));
    }

    /** The steps whose layer is this one. */
    SortedMap<Digest, CachedStep> withLayer(Digest layer) {
        SortedMap<Digest, CachedStep> found = ExportedSteps.newMap();
        steps.forEach((key, step) -> step.layer()
                .filter(one -> one.descriptor().digest().equals(layer))
                .ifPresent(_ -> found.put(key, step)));
        return found;
    }

    ImageSource source() {
        return source;
    }
}
