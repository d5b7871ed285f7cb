package dev.anyarch.model;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OCI image index or a Docker manifest list: one name, an entry per platform (OCI image-spec, image-index.md).
 *
 * @param raw the exact bytes
 * @param manifests the entries, in the order of the document
 */
public record ImageIndex(RawManifest raw, List<Descriptor> manifests, Optional<Descriptor> subject,
        Optional<String> artifactType, Map<String, String> annotations) implements Manifest {
    public ImageIndex {
        manifests = List.copyOf(manifests);
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /** Writes an index of {@code mediaType}; the same arguments give the same bytes. */
    public static ImageIndex create(MediaType mediaType, List<Descriptor> manifests, Map<String, String> annotations)
            throws InvalidContentException {
        return create(mediaType, manifests, Optional.empty(), Optional.empty(), annotations, Json.Obj.EMPTY);
    }

    /** As {@link #create(MediaType, List, Map)}, with everything an index can have. */
    public static ImageIndex create(MediaType mediaType, List<Descriptor> manifests, Optional<Descriptor> subject,
            Optional<String> artifactType, Map<String, String> annotations, Json.Obj extensions)
            throws InvalidContentException {
        Json.Obj json = new JsonBuilder().put("schemaVersion", 2)
                .put("mediaType", mediaType.value())
                .putIfPresent("artifactType", artifactType.map(Json::of))
                .put("manifests", new Json.Arr(manifests.stream().<Json>map(Descriptor::toJson).toList()))
                .putIfPresent("subject", subject.map(Descriptor::toJson))
                .putUnlessEmpty("annotations", annotations)
                .putAllAbsent(extensions)
                .build();
        return new ImageIndex(RawManifest.of(mediaType, JsonWriter.compact(json)), manifests, subject, artifactType,
                annotations);
    }

    @Override
    public List<Descriptor> blobs() {
        return List.of();
    }

    @Override
    public List<Descriptor> children() {
        return manifests;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageIndex that && raw.equals(that.raw);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }
}
