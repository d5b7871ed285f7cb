package dev.anyarch.builder.build;

import dev.anyarch.builder.build.ImageAnnotations.Level;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writes configs, manifests and the index when everything else is done. For one thread. */
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

    BuildResult write(Stage stage, Map<Platform, ImageDraft> images) throws IOException, InterruptedException {
        requireDistinct(stage, images);
        List<RawManifest> written = forEach(List.copyOf(images.entrySet()),
                image -> writeConfig(image.getKey(), image.getValue()).raw());
        Map<Platform, Descriptor> manifests = new LinkedHashMap<>();
        for (Map.Entry<Platform, ImageDraft> image : images.entrySet()) {
            manifests.put(image.getKey(), written.get(manifests.size())
                    .descriptor()
                    .withPlatform(image.getValue().platform())
                    .withAnnotations(annotations(Level.MANIFEST_DESCRIPTOR, image.getKey())));
        }
        forEach(written, manifest -> {
            target.putManifest(manifest, build.isIndex() ? List.of() : build.tags());
            return manifest;
        });
        if (!build.isIndex()) {
            Descriptor only = manifests.values().iterator().next();
            return new BuildResult(only.bare().withAnnotations(only.annotations()), manifests,
                    services.warnings().all());
        }
        MediaType type = isDocker() ? MediaType.DOCKER_LIST : MediaType.OCI_INDEX;
        RawManifest index = ImageIndex
                .create(type, List.copyOf(manifests.values()), build.annotations().of(Level.INDEX))
                .raw();
        target.putManifest(index, build.tags());
        Descriptor root = index.descriptor().withAnnotations(build.annotations().of(Level.INDEX_DESCRIPTOR));
        return new BuildResult(root, manifests, services.warnings().all());
    }

    /** One thing to write. */
    private interface Write<T, R> {
        R write(T item) throws IOException;
    }

    /** Several at a time, because a registry that is far away takes its time for each; the answers are in order. */
    private static <T, R> List<R> forEach(List<T> items, Write<T, R> write) throws IOException, InterruptedException {
        if (items.size() == 1) {
            return List.of(write.write(items.getFirst()));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_A_TIME, items.size()),
                Thread.ofPlatform().daemon().name("output-", 0).factory())) {
            List<Future<R>> running = items.stream().map(item -> threads.submit(() -> write.write(item))).toList();
            try {
                List<R> answers = new ArrayList<>();
                for (Future<R> one : running) {
                    answers.add(one.get());
                }
                return answers;
            } catch (ExecutionException e) {
                throw Once.rethrown(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private ImageManifest writeConfig(Platform asked, ImageDraft image) throws IOException {
        if (!build.labels().isEmpty()) {
            image.settings().addLabels(build.labels());
        }
        byte[] bytes = image.toConfig(build.timestamps().created()).toBytes();
        Descriptor config = Descriptor.of(isDocker() ? MediaType.DOCKER_CONFIG : MediaType.OCI_CONFIG, bytes);
        if (!target.hasBlob(config.digest())) {
            try (BlobUpload upload = target.upload(config)) {
                upload.write(bytes, 0, bytes.length);
                upload.commit(config.digest());
            }
        }
        List<Descriptor> layers = new ArrayList<>();
        for (Layer layer : image.layers()) {
            layers.add(new Descriptor(layerType(layer.descriptor().mediaType()), layer.descriptor().digest(),
                    layer.descriptor().size()));
        }
        return ImageManifest.create(isDocker() ? MediaType.DOCKER_MANIFEST : MediaType.OCI_MANIFEST, config, layers,
                isDocker() ? Map.of() : annotations(Level.MANIFEST, asked));
    }

    /** The same bytes under the name that the format has for them. */
    private MediaType layerType(MediaType type) throws InvalidContentException {
        if (isDocker()) {
            if (type.equals(MediaType.OCI_LAYER_ZSTD)) {
                throw new InvalidContentException("a base image has zstd layers, which Docker's format cannot name; "
                        + "build in the OCI format");
            }
            return type.equals(MediaType.OCI_LAYER_GZIP)
                    ? MediaType.DOCKER_LAYER_GZIP
                    : type.equals(MediaType.OCI_LAYER) ? MediaType.DOCKER_LAYER : type;
        }
        return type.equals(MediaType.DOCKER_LAYER_GZIP)
                ? MediaType.OCI_LAYER_GZIP
                : type.equals(MediaType.DOCKER_LAYER) ? MediaType.OCI_LAYER : type;
    }

    private Map<String, String> annotations(Level level, Platform platform) {
        return build.annotations().of(level, platform);
    }

    private boolean isDocker() {
        return build.format() == ImageBuild.Format.DOCKER;
    }

    /**
     * A stage that FROM forces to one platform is an image of that platform whatever was asked for. One such image is told,
     * two under one name would be an index that lies.
     */
    private void requireDistinct(Stage stage, Map<Platform, ImageDraft> images) throws InvalidContentException {
        Map<Platform, Platform> askedBy = new LinkedHashMap<>();
        for (Map.Entry<Platform, ImageDraft> image : images.entrySet()) {
            Platform asked = image.getKey();
            Platform is = image.getValue().platform();
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
