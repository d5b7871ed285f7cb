package dev.anyarch.builder.cache;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The steps of the build for one platform as an artifact of a registry: a manifest whose config lists them and whose layers are
 * theirs (docs/cache.md).
 */
record ExportedSteps(SortedMap<Digest, CachedStep> steps) {
    static final String ARTIFACT_TYPE = "application/vnd.anyarch.build-cache.v1";
    static final MediaType CONFIG_TYPE = new MediaType("application/vnd.anyarch.build-cache.steps.v1+json");
    static final int MAX_CONFIG = 64 * 1024 * 1024;

    ExportedSteps {
        SortedMap<Digest, CachedStep> sorted = newMap();
        sorted.putAll(steps);
        steps = sorted;
    }

    static SortedMap<Digest, CachedStep> newMap() {
        return new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    }

    /** The layers, each once, in the order of the keys. */
    List<Descriptor> layers() {
        Map<Digest, Descriptor> layers = new LinkedHashMap<>();
        steps.values()
                .forEach(step -> step.layer()
                        .ifPresent(layer -> layers.putIfAbsent(layer.descriptor().digest(), layer.descriptor())));
        return List.copyOf(layers.values());
    }

    byte[] toConfig() {
        List<Json> list = new ArrayList<>();
        steps.forEach((key, step) -> list.add(new JsonBuilder().put("key", key.toString())
                .putAllAbsent(step.toJson())
                .build()));
        return JsonWriter.compact(new JsonBuilder().put("steps", new Json.Arr(list)).build());
    }

    ImageManifest toManifest(Descriptor config) throws InvalidContentException {
        return ImageManifest.create(MediaType.OCI_MANIFEST, config, layers(), Optional.empty(),
                Optional.of(ARTIFACT_TYPE), Map.of());
    }

    static ExportedSteps parse(byte[] config, String subject) throws InvalidContentException {
        SortedMap<Digest, CachedStep> steps = newMap();
        for (JsonFields step : new JsonFields(JsonReader.readObject(config, subject), subject).objects("steps")) {
            try {
                steps.put(Digest.parse(step.requiredString("key")), CachedStep.fromJson(step));
            } catch (IllegalArgumentException e) {
                throw step.invalid("key", e);
            }
        }
        return new ExportedSteps(steps);
    }
}
