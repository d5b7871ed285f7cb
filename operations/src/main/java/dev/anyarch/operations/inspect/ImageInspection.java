package dev.anyarch.operations.inspect;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a name stands for.
 *
 * @param name as it was asked for
 * @param root the manifest that the name points at
 * @param annotations of the root
 * @param images in the order of the index, or the one that the root is
 * @param referrers what is attached to the root
 * @param distinctSize the compressed size of all layers and configurations, shared ones counted once
 */
public record ImageInspection(String name, Descriptor root, Map<String, String> annotations,
        List<InspectedImage> images, List<Descriptor> referrers, long distinctSize) {
    public ImageInspection {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        images = List.copyOf(images);
        referrers = List.copyOf(referrers);
    }

    /** A table; ends with a line break. */
    public String toText() {
        return InspectionText.of(this);
    }

    /** The same for programs. */
    public Json.Obj toJson() {
        return new JsonBuilder().put("reference", name)
                .put("digest", root.digest().toString())
                .put("mediaType", root.mediaType().value())
                .put("size", root.size())
                .putUnlessEmpty("annotations", annotations)
                .put("distinctSize", distinctSize)
                .put("images", new Json.Arr(images.stream().<Json>map(InspectedImage::toJson).toList()))
                .put("referrers", new Json.Arr(referrers.stream().<Json>map(Descriptor::toJson).toList()))
                .build();
    }
}
