package dev.anyarch.builder.build;

import dev.anyarch.builder.build.ImageAnnotations.Level;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writes the manifests that are missing and the index, when everything else is there. For one thread. */
final class ImageOutput {
    private static final int AT_A_TIME = 6;

    private final BuildServices services;
    private final ImageStore target;
    private final ImageBuild build;

    ImageOutput(BuildServices services, ImageStore target) {
        this.services = services;
        this.target = target;
        this.build = services.build();
    }

    BuildResult write(Stage stage, Map<Platform, BuiltImage> images) throws IOException, InterruptedException {
        requireDistinct(stage, images);
        Map<Platform, Descriptor> manifests = new LinkedHashMap<>();
        for (Map.Entry<Platform, BuiltImage> image : images.entrySet()) {
            manifests.put(image.getKey(), image.getValue()
                    .manifest()
                    .descriptor()
                    .withPlatform(image.getValue().draft().platform())
                    .withAnnotations(build.annotations().of(Level.MANIFEST_DESCRIPTOR, image.getKey())));
        }
        if (!build.isIndex()) {
            target.putManifest(images.values().iterator().next().manifest(), build.tags());
            return new BuildResult(manifests.values().iterator().next(), manifests, services.warnings().all());
        }
        putAll(images.values().stream().filter(image -> !image.isThere()).map(BuiltImage::manifest).toList());
        MediaType type = build.format() == ImageBuild.Format.DOCKER ? MediaType.DOCKER_LIST : MediaType.OCI_INDEX;
        RawManifest index = ImageIndex
                .create(type, List.copyOf(manifests.values()), build.annotations().of(Level.INDEX))
                .raw();
        target.putManifest(index, build.tags());
        Descriptor root = index.descriptor().withAnnotations(build.annotations().of(Level.INDEX_DESCRIPTOR));
        return new BuildResult(root, manifests, services.warnings().all());
    }

    /** Several at a time, because a registry that is far away takes its time for each. */
    private void putAll(List<RawManifest> manifests) throws IOException, InterruptedException {
        if (manifests.isEmpty()) {
            return;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_A_TIME, manifests.size()),
                Thread.ofPlatform().daemon().name("output-", 0).factory())) {
            List<Future<Descriptor>> running = manifests.stream()
                    .map(manifest -> threads.submit(() -> {
                        target.putManifest(manifest, List.of());
                        return manifest.descriptor();
                    }))
                    .toList();
            try {
                for (Future<Descriptor> one : running) {
                    one.get();
                }
            } catch (ExecutionException e) {
                throw Once.rethrown(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /**
     * A stage that FROM forces to one platform is an image of that platform whatever was asked for. One such image is told,
     * two under one name would be an index that lies.
     */
    private void requireDistinct(Stage stage, Map<Platform, BuiltImage> images) throws InvalidContentException {
        Map<Platform, Platform> askedBy = new LinkedHashMap<>();
        for (Map.Entry<Platform, BuiltImage> image : images.entrySet()) {
            Platform asked = image.getKey();
            Platform is = image.getValue().draft().platform();
            if (!is.withOsVersion("").isSameAs(asked.withOsVersion(""))) {
                services.warnings()
                        .warn(Optional.of(stage.from().location()),
                                "the image for %s is for %s, because --platform of a FROM says so".formatted(asked,
                                        is));
            }
            Platform other = askedBy.putIfAbsent(is.withoutExtensions(), asked);
            if (other != null) {
                throw new InvalidContentException(
                        "%s: the images for %s and %s are both for %s, because --platform of a FROM says so; remove it there"
                                .formatted(stage.from().location(), other, asked, is));
            }
        }
    }
}
