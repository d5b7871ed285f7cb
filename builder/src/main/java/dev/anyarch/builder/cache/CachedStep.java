package dev.anyarch.builder.cache;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import java.util.List;
import java.util.Optional;

/**
 * What a step made.
 *
 * @param layer none when there was nothing to write
 * @param text what the image's history says of it
 */
public record CachedStep(Optional<CachedLayer> layer, String text) {
    private static final Json.Arr NONE = new Json.Arr(List.of());

    /**
     * A layer in a store.
     *
     * @param diffId the digest of the archive in the blob
     * @param executables what the builder noted of the files in it
     */
    public record CachedLayer(Descriptor descriptor, Digest diffId, Json.Arr executables) {

        public CachedLayer {
            descriptor = descriptor.bare();
        }
    }

    /** Reads what {@link #toJson} wrote. */
    public static CachedStep fromJson(JsonFields fields) throws InvalidContentException {
        Optional<JsonFields> layer = fields.object("layer");
        String text = fields.stringOrEmpty("text");
        if (layer.isEmpty()) {
            return new CachedStep(Optional.empty(), text);
        }
        Json executables = fields.object().find("executables").orElse(NONE);
        try {
            return new CachedStep(Optional.of(new CachedLayer(Descriptor.fromJson(layer.get()),
                    Digest.parse(fields.requiredString("diffId")),
                    executables instanceof Json.Arr array ? array : NONE)), text);
        } catch (IllegalArgumentException e) {
            throw fields.invalid("diffId", e);
        }
    }

    public Json.Obj toJson() {
        JsonBuilder json = new JsonBuilder();
        layer.ifPresent(made -> json.put("layer", made.descriptor.toJson())
                .put("diffId", made.diffId.toString())
                .put("executables", made.executables));
        return json.put("text", text).build();
    }
}
