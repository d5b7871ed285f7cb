package dev.anyarch.store.archive;

import dev.anyarch.content.Compression;
import dev.anyarch.content.DigestingOutputStream;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What {@code manifest.json} says, with a manifest for each image.
 *
 * @param images in the order of the archive
 * @param manifests those made for the images
 * @param blobs the file in the archive of each config and layer
 */
record DockerArchiveContent(List<DockerImage> images, Map<Digest, RawManifest> manifests, Map<Digest, String> blobs) {
    private static final String MANIFEST = "manifest.json";
    private static final String LEGACY = "repositories";
    private static final int MAX_MANIFEST = 32 * 1024 * 1024;

    DockerArchiveContent {
        images = List.copyOf(images);
        manifests = Map.copyOf(manifests);
        blobs = Collections.unmodifiableMap(blobs);
    }

    static DockerArchiveContent read(TarFiles files, String location) throws IOException {
        if (files.size(MANIFEST).isEmpty()) {
            String hint = files.size(LEGACY).isPresent()
                    ? "; it is of a Docker before 1.10: load and save it with a newer one"
                    : "";
            throw new NotFoundException("open %s: expected a Docker archive, found no file %s%s".formatted(location,
                    MANIFEST, hint));
        }
        String subject = location + ": " + MANIFEST;
        if (!(JsonReader.read(files.read(MANIFEST, MAX_MANIFEST), subject) instanceof Json.Arr(List<Json> elements))) {
            throw new InvalidContentException(subject + ": expected an array of images");
        }
        Reading reading = new Reading(files, location);
        for (Json element : elements) {
            if (!(element instanceof Json.Obj image)) {
                throw new InvalidContentException(subject + ": expected an array of objects");
            }
            reading.add(new JsonFields(image, "%s[%d]".formatted(subject, reading.images.size())));
        }
        return new DockerArchiveContent(reading.images, reading.manifests, reading.blobs);
    }

    private static final class Reading {
        private final TarFiles files;
        private final String location;
        private final List<DockerImage> images = new ArrayList<>();
        private final Map<Digest, RawManifest> manifests = new LinkedHashMap<>();
        private final Map<Digest, String> blobs = new LinkedHashMap<>();

        Reading(TarFiles files, String location) {
            this.files = files;
            this.location = location;
        }

        void add(JsonFields image) throws IOException {
            String configName = image.requiredString("Config");
            requireSize(configName);
            byte[] configBytes = files.read(configName, ImageConfig.MAX_SIZE);
            Descriptor config = Descriptor.of(MediaType.DOCKER_CONFIG, configBytes);
            blobs.put(config.digest(), configName);
            ImageConfig parsed = ImageConfig.parse(configBytes);
            List<Digest> diffIds = parsed.diffIds();
            List<String> layerNames = image.strings("Layers");
            if (diffIds.size() != layerNames.size()) {
                throw new InvalidContentException("%s: expected a layer for each of %d diff IDs, found %d"
                        .formatted(image.subject(), diffIds.size(), layerNames.size()));
            }
            List<Descriptor> layers = new ArrayList<>();
            for (int i = 0; i < layerNames.size(); i++) {
                layers.add(layer(layerNames.get(i), diffIds.get(i)));
            }
            RawManifest manifest = ImageManifest.create(MediaType.DOCKER_MANIFEST, config, layers, Map.of()).raw();
            manifests.put(manifest.digest(), manifest);
            images.add(new DockerImage(image.strings("RepoTags"), manifest.descriptor(), parsed.platform()));
        }

        /** A layer as it is has the diff ID as its digest, so only a compressed one must be read for it. */
        private Descriptor layer(String name, Digest diffId) throws IOException {
            long size = requireSize(name);
            Compression compression;
            try (InputStream in = files.open(name, 0, Math.min(size, Compression.MAGIC_LENGTH))) {
                compression = Compression.detect(in.readAllBytes());
            }
            Digest digest = compression == Compression.NONE ? diffId : digest(name, size);
            blobs.put(digest, name);
            MediaType mediaType = switch (compression) {
                case NONE -> MediaType.DOCKER_LAYER;
                case GZIP -> MediaType.DOCKER_LAYER_GZIP;
                case ZSTD -> MediaType.OCI_LAYER_ZSTD;
            };
            return new Descriptor(mediaType, digest, size);
        }

        private Digest digest(String name, long size) throws IOException {
            try (InputStream in = files.open(name, 0, size);
                    DigestingOutputStream out = new DigestingOutputStream(OutputStream.nullOutputStream())) {
                in.transferTo(out);
                return out.digest();
            }
        }

        private long requireSize(String name) throws InvalidContentException {
            OptionalLong size = files.size(name);
            if (size.isEmpty()) {
                throw new InvalidContentException("open %s: %s lists %s, which is not in the archive"
                        .formatted(location, MANIFEST, name));
            }
            return size.getAsLong();
        }
    }
}
