package dev.anyarch.builder.cache;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the steps of a build under one tag, an entry for each platform. Entries of platforms that this build was not for
 * stay, also when another build writes at the same time: the tag is only moved from where it was read, and read again
 * afterwards. For one thread.
 */
public final class CacheExport {
    private static final int ATTEMPTS = 20;

    private final ImageStore target;
    private final Tag tag;

    public CacheExport(ImageStore target, Tag tag) {
        this.target = target;
        this.tag = tag;
    }

    /** Writes what {@code cache} was used for. */
    public void write(BuildCache cache, UsedSteps.Mode mode) throws IOException {
        write(cache, cache.used(), mode);
    }

    /**
     * Writes steps.
     *
     * @param cache that knows their layers
     * @throws PreconditionFailedException when the tag is something else's, or others do not stop moving it
     */
    public void write(BuildCache cache, UsedSteps used, UsedSteps.Mode mode) throws IOException {
        requireOurs(read());
        Map<Platform, Descriptor> entries = new LinkedHashMap<>();
        for (Map.Entry<Platform, ExportedSteps> one : used.steps(mode).entrySet()) {
            for (Descriptor layer : one.getValue().layers()) {
                cache.deliver(layer, target);
            }
            entries.put(one.getKey(), write(one.getValue()).withPlatform(one.getKey()));
        }
        if (!entries.isEmpty()) {
            merge(entries);
        }
    }

    private Descriptor write(ExportedSteps steps) throws IOException {
        byte[] bytes = steps.toConfig();
        Descriptor config = Descriptor.of(ExportedSteps.CONFIG_TYPE, bytes);
        if (!target.hasBlob(config.digest())) {
            try (BlobUpload upload = target.upload(config)) {
                upload.write(bytes, 0, bytes.length);
                upload.commit(config.digest());
            }
        }
        ImageManifest manifest = steps.toManifest(config);
        target.putManifest(manifest.raw(), List.of());
        return manifest.raw().descriptor().withArtifactType(ExportedSteps.ARTIFACT_TYPE);
    }

    private void merge(Map<Platform, Descriptor> entries) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Manifest> current = read();
            ImageIndex merged = merged(requireOurs(current), entries);
            if (current.isPresent() && current.get().raw().digest().equals(merged.raw().digest())) {
                // also the proof that what was written is still there
                return;
            }
            try {
                target.putManifest(merged.raw(), List.of(tag), current
                        .<Precondition>map(manifest -> new Precondition.TagAt(manifest.raw().digest()))
                        .orElse(Precondition.TAG_ABSENT));
            } catch (PreconditionFailedException e) {
                if (attempt == ATTEMPTS - 1) {
                    throw e;
                }
            }
        }
        throw new PreconditionFailedException(
                "export the build cache to %s: others moved tag %s %d times meanwhile; export again".formatted(
                        target.location(), tag, ATTEMPTS));
    }

    private Optional<Manifest> read() throws IOException {
        Optional<Descriptor> root = target.resolve(tag);
        return root.isPresent() ? Optional.of(target.fetchManifest(root.get().digest()).parse()) : Optional.empty();
    }

    /** The entries that are there already. */
    private List<Descriptor> requireOurs(Optional<Manifest> current) throws PreconditionFailedException {
        if (current.isEmpty()) {
            return List.of();
        }
        if (current.get() instanceof ImageIndex index
                && index.artifactType().equals(Optional.of(ExportedSteps.ARTIFACT_TYPE))) {
            return index.manifests();
        }
        throw new PreconditionFailedException(
                ("export the build cache to %s: tag %s: expected nothing or a cache of anyarch, found %s; "
                        + "choose another tag")
                        .formatted(target.location(), tag, ImportedCache.describe(current.get())));
    }

    private static ImageIndex merged(List<Descriptor> present, Map<Platform, Descriptor> entries)
            throws InvalidContentException {
        List<Descriptor> all = new ArrayList<>(entries.values());
        for (Descriptor entry : present) {
            boolean isReplaced = entry.platform()
                    .filter(platform -> entries.keySet().stream().anyMatch(platform::isSameAs))
                    .isPresent();
            if (!isReplaced) {
                all.add(entry);
            }
        }
        all.sort(Comparator.comparing(entry -> entry.platform().map(Platform::toString).orElse("")));
        return ImageIndex.create(MediaType.OCI_INDEX, all, Optional.empty(),
                Optional.of(ExportedSteps.ARTIFACT_TYPE), Map.of(), Json.Obj.EMPTY);
    }
}
