package dev.anyarch.model;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OCI image manifest or a Docker schema 2 manifest: a config and layers (OCI image-spec, manifest.md).
 *
 * @param raw the exact bytes
 * @param config the image config, or whatever an artifact puts there
 * @param layers base first
 */
public record ImageManifest(RawManifest raw, Descriptor config, List<Descriptor> layers, Optional<Descriptor> subject,
        Optional<String> artifactType, Map<String, String> annotations) implements Manifest {
    public ImageManifest {
        layers = List.copyOf(layers);
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /** Writes a manifest of {@code mediaType}; the same arguments give the same bytes. */
    public static ImageManifest create(MediaType mediaType, Descriptor config, List<Descriptor> layers,
            Map<String, String> annotations) throws InvalidContentException {
        return create(mediaType, config, layers, Optional.empty(), Optional.empty(), annotations);
    }

    /** As {@link #create(MediaType, Descriptor, List, Map)}, attached to a subject and with an artifact type. */
    public static ImageManifest create(MediaType mediaType, Descriptor config, List<Descriptor> layers,
            Optional<Descriptor> subject, Optional<String> artifactType, Map<String, String> annotations)
            throws InvalidContentException {
        Json.Obj json = new JsonBuilder().put("schemaVersion", 2)
                .put("mediaType", mediaType.value())
                .putIfPresent("artifactType", artifactType.map(Json::of))
                .put("config", config.toJson())
                .put("layers", new Json.Arr(layers.stream().<Json>map(Descriptor::toJson).toList()))
                .putIfPresent("subject", subject.map(Descriptor::toJson))
                .putUnlessEmpty("annotations", annotations)
                .build();
        return new ImageManifest(RawManifest.of(mediaType, JsonWriter.compact(json)), config, layers, subject,
                artifactType, annotations);
    }

    @Override
    public List<Descriptor> blobs() {
        List<Descriptor> blobs = new ArrayList<>();
        blobs.add(config);
        blobs.addAll(layers);
        return List.copyOf(blobs);
    }

    @Override
    public List<Descriptor> children() {
        return List.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageManifest that && raw.equals(that.raw);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }
}
