package dev.anyarch.bake.hcl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Values as JSON and back. */
public final class JsonValues {
    private JsonValues() {}

    public static Json toJson(Value value) {
        return switch (value) {
            case Value.Text text -> Json.of(text.value());
            case Value.Numeric number -> new Json.Num(number.value().toPlainString());
            case Value.Flag flag -> Json.of(flag.value());
            case Value.Absent _ -> Json.NULL;
            case Value.Items items -> new Json.Arr(items.values().stream().map(JsonValues::toJson).toList());
            case Value.Members members -> {
                Map<String, Json> json = new LinkedHashMap<>();
                members.values().forEach((name, member) -> json.put(name, toJson(member)));
                yield new Json.Obj(json);
            }
        };
    }

    public static Value of(Json json) {
        return switch (json) {
            case Json.Str text -> Value.of(text.value());
            case Json.Num number -> new Value.Numeric(Conversion.number(Value.of(number.text())));
            case Json.Bool flag -> Value.of(flag.value());
            case Json.Null _ -> Value.NULL;
            case Json.Arr array -> new Value.Items(array.elements().stream().map(JsonValues::of).toList());
            case Json.Obj object -> {
                SortedMap<String, Value> members = new TreeMap<>();
                object.members().forEach((name, member) -> members.put(name, of(member)));
                yield new Value.Members(members);
            }
        };
    }

    public static Value parse(String text) {
        try {
            return of(JsonReader.read(text.getBytes(UTF_8), "JSON"));
        } catch (InvalidContentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public static String write(Value value) {
        return new String(JsonWriter.compact(toJson(value)), UTF_8);
    }
}
