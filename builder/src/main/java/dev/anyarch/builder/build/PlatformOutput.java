package dev.anyarch.builder.build;

import dev.anyarch.builder.build.ImageAnnotations.Level;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes what the manifest of one platform lists part of the target. An image that the target has is whole there, by the
 * contract of {@link ImageStore}, so nothing of it is looked at or written again. For several threads.
 */
final class PlatformOutput {
    private final BuildServices services;
    private final ImageStore target;
    private final ImageBuild build;

    PlatformOutput(BuildServices services, ImageStore target) {
        this.services = services;
        this.target = target;
        this.build = services.build();
    }

    /** @param asked the platform as the caller says it */
    BuiltImage write(Platform asked, BuiltStage stage) throws IOException, InterruptedException {
        ImageDraft image = stage.image().copy();
        if (!build.labels().isEmpty()) {
            image.settings().addLabels(build.labels());
        }
        byte[] config = image.toConfig(build.timestamps().created()).toBytes();
        Descriptor descriptor = Descriptor.of(isDocker() ? MediaType.DOCKER_CONFIG : MediaType.OCI_CONFIG, config);
        RawManifest manifest = manifest(asked, image, descriptor).raw();
        boolean isThere = target.resolve(manifest.digest()).isPresent();
        if (!isThere) {
            writeLayers(stage);
            writeConfig(descriptor, config);
        }
        return new BuiltImage(image, manifest, isThere);
    }

    private void writeLayers(BuiltStage stage) throws IOException, InterruptedException {
        if (stage.files().base().isPresent()) {
            stage.files().base().get().copy();
        }
        for (OwnLayer own : stage.image().ownLayers()) {
            services.layers().deliver(own.layer());
        }
    }

    private void writeConfig(Descriptor config, byte[] bytes) throws IOException {
        if (!target.hasBlob(config.digest())) {
            try (BlobUpload upload = target.upload(config)) {
                upload.write(bytes, 0, bytes.length);
                upload.commit(config.digest());
            }
        }
    }

    private ImageManifest manifest(Platform asked, ImageDraft image, Descriptor config)
            throws InvalidContentException {
        List<Descriptor> layers = new ArrayList<>();
        for (Layer layer : image.layers()) {
            layers.add(new Descriptor(layerType(layer.descriptor().mediaType()), layer.descriptor().digest(),
                    layer.descriptor().size()));
        }
        return ImageManifest.create(isDocker() ? MediaType.DOCKER_MANIFEST : MediaType.OCI_MANIFEST, config, layers,
                isDocker() ? Map.of() : build.annotations().of(Level.MANIFEST, asked));
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

    private boolean isDocker() {
        return build.format() == ImageBuild.Format.DOCKER;
    }
}
