package dev.anyarch.builder.build;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/** JSON as text, for comparisons that people can read. */
final class JsonText {
    private JsonText() {}

    static String text(Json json) {
        return new String(JsonWriter.compact(json), StandardCharsets.UTF_8);
    }
}
