package dev.anyarch.operations;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes small images of any kind into a store. */
public final class Images {
    private final ImageStore store;

    public Images(ImageStore store) {
        this.store = store;
    }

    public Descriptor blob(MediaType mediaType, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Descriptor descriptor = Descriptor.of(mediaType, bytes);
        try (BlobUpload upload = store.upload(descriptor)) {
            upload.write(bytes, 0, bytes.length);
            upload.commit(descriptor.digest());
        }
        return descriptor;
    }

    /** An OCI image of two layers, one of them the same in every image; the descriptor has no platform. */
    public Descriptor image(String platform) throws IOException {
        return image(MediaType.OCI_MANIFEST, Optional.of(Platform.parse(platform)), "of " + platform);
    }

    /** A Docker schema 2 image. */
    public Descriptor dockerImage(String platform) throws IOException {
        return image(MediaType.DOCKER_MANIFEST, Optional.of(Platform.parse(platform)), "of " + platform);
    }

    public Descriptor image(MediaType mediaType, Optional<Platform> config, String content) throws IOException {
        JsonBuilder json = new JsonBuilder();
        config.ifPresent(platform -> json.putAllAbsent(platform.toJson()));
        json.put("created", "2026-01-02T03:04:05Z").put("rootfs", Json.Obj.EMPTY);
        boolean docker = mediaType.isDocker();
        Descriptor configuration = blob(docker ? MediaType.DOCKER_CONFIG : MediaType.OCI_CONFIG,
                new String(JsonWriter.compact(json.build()), StandardCharsets.UTF_8));
        MediaType layer = docker ? MediaType.DOCKER_LAYER_GZIP : MediaType.OCI_LAYER_GZIP;
        return put(ImageManifest.create(mediaType, configuration,
                List.of(blob(layer, "shared"), blob(layer, "layer " + content)), Map.of()));
    }

    /** An entry for an image, with its platform. */
    public Descriptor entry(String platform) throws IOException {
        return image(platform).withPlatform(Platform.parse(platform));
    }

    /** An entry for an attestation of {@code subject}. */
    public Descriptor attestation(Descriptor subject) throws IOException {
        Descriptor layer = blob(new MediaType("application/vnd.in-toto+json"), "provenance of " + subject.digest())
                .withAnnotations(Map.of("in-toto.io/predicate-type", "https://slsa.dev/provenance/v1"));
        Descriptor config = blob(MediaType.OCI_CONFIG, "{\"architecture\":\"unknown\",\"os\":\"unknown\"}");
        return put(ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(layer), Map.of()))
                .withPlatform(Platform.parse("unknown/unknown"))
                .withAnnotations(Map.of(Annotations.DOCKER_REFERENCE_TYPE, "attestation-manifest",
                        Annotations.DOCKER_REFERENCE_DIGEST, subject.digest().toString()));
    }

    /** A referrer of {@code subject}. */
    public Descriptor referrer(Descriptor subject, String content) throws IOException {
        return put(ImageManifest.create(MediaType.OCI_MANIFEST, blob(MediaType.OCI_EMPTY, "{}"),
                List.of(blob(MediaType.OCTET_STREAM, content)), Optional.of(subject.bare()),
                Optional.of("application/x.test"), Map.of()));
    }

    public Descriptor index(Descriptor... entries) throws IOException {
        return index(MediaType.OCI_INDEX, List.of(entries));
    }

    public Descriptor index(MediaType mediaType, List<Descriptor> entries) throws IOException {
        ImageIndex index = ImageIndex.create(mediaType, entries, Map.of());
        store.putManifest(index.raw(), List.of());
        return index.raw().descriptor();
    }

    /** An index of an image with an attestation for each platform, under a tag. */
    public Descriptor tagged(Tag tag, String... platforms) throws IOException {
        List<Descriptor> entries = new ArrayList<>();
        for (String platform : platforms) {
            Descriptor entry = entry(platform);
            entries.add(entry);
            entries.add(attestation(entry));
        }
        Descriptor index = index(MediaType.OCI_INDEX, entries);
        store.putManifest(store.fetchManifest(index.digest()), List.of(tag));
        return index;
    }

    private Descriptor put(ImageManifest manifest) throws IOException {
        store.putManifest(manifest.raw(), List.of());
        return manifest.raw().descriptor();
    }
}
