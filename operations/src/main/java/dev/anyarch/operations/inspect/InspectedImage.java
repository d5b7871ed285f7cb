package dev.anyarch.operations.inspect;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.platform.Platform;
import java.util.List;
import java.util.Optional;

/**
 * One image of an index, with what is attached to it.
 *
 * @param entry its descriptor, with the annotations that the index has for it
 * @param platform as the entry says, otherwise as the configuration says; empty for an artifact
 * @param content what the manifest says; empty when the manifest is missing, as in a mirror of some platforms
 * @param attestations of this image in the same index
 * @param referrers what is attached to this image
 */
public record InspectedImage(Descriptor entry, Optional<Platform> platform, Optional<Content> content,
        List<Attestation> attestations, List<Descriptor> referrers) {
    public InspectedImage {
        attestations = List.copyOf(attestations);
        referrers = List.copyOf(referrers);
    }

    /**
     * What an image consists of.
     *
     * @param layersSize the layers as they are transferred
     * @param created as written; empty when it is not, or for an artifact
     * @param configPlatform what the configuration names
     */
    public record Content(List<Descriptor> layers, long layersSize, Optional<String> created,
            Optional<Platform> configPlatform, Json.Obj annotations, Optional<String> artifactType) {
        public Content {
            layers = List.copyOf(layers);
        }
    }

    /**
     * An attestation that is an entry of the index.
     *
     * @param predicateTypes what it says something about, such as {@code https://spdx.dev/Document}
     */
    public record Attestation(Descriptor entry, List<String> predicateTypes) {
        public Attestation {
            predicateTypes = List.copyOf(predicateTypes);
        }

        Json.Obj toJson() {
            return new JsonBuilder().put("digest", entry.digest().toString())
                    .put("size", entry.size())
                    .put("predicateTypes", Json.ofStrings(predicateTypes))
                    .build();
        }
    }

    Json.Obj toJson() {
        JsonBuilder json = new JsonBuilder()
                .putIfPresent("platform", platform.map(Platform::toString).map(Json::of))
                .put("digest", entry.digest().toString())
                .put("mediaType", entry.mediaType().value())
                .put("size", entry.size());
        platform.ifPresent(found -> json.put("os", found.os())
                .put("architecture", found.architecture())
                .putUnlessEmpty("variant", found.variant())
                .putUnlessEmpty("osVersion", found.osVersion())
                .putUnlessEmpty("osFeatures", found.osFeatures()));
        json.put("present", content.isPresent());
        content.ifPresent(found -> json.put("compressedSize", found.layersSize())
                .put("layers", new Json.Arr(found.layers().stream().<Json>map(Descriptor::toJson).toList()))
                .putIfPresent("created", found.created().map(Json::of))
                .putIfPresent("artifactType", found.artifactType().map(Json::of))
                .put("manifestAnnotations", found.annotations()));
        return json.putUnlessEmpty("annotations", entry.annotations())
                .put("attestations",
                        new Json.Arr(attestations.stream().<Json>map(Attestation::toJson).toList()))
                .put("referrers", new Json.Arr(referrers.stream().<Json>map(Descriptor::toJson).toList()))
                .build();
    }
}
