package dev.anyarch.model.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the members of one object in writing order; for one thread. */
public final class JsonBuilder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    public JsonBuilder put(String name, Json value) {
        members.put(name, value);
        return this;
    }

    public JsonBuilder put(String name, String value) {
        return put(name, Json.of(value));
    }

    public JsonBuilder put(String name, long value) {
        return put(name, Json.of(value));
    }

    public JsonBuilder put(String name, boolean value) {
        return put(name, Json.of(value));
    }

    /** Adds a text member unless the text is empty, as Go's {@code omitempty} does. */
    public JsonBuilder putUnlessEmpty(String name, String value) {
        return value.isEmpty() ? this : put(name, value);
    }

    public JsonBuilder putUnlessEmpty(String name, List<String> values) {
        return values.isEmpty() ? this : put(name, Json.ofStrings(values));
    }

    public JsonBuilder putUnlessEmpty(String name, Map<String, String> values) {
        return values.isEmpty() ? this : put(name, Json.ofStrings(values));
    }

    public JsonBuilder putIfPresent(String name, Optional<? extends Json> value) {
        value.ifPresent(present -> put(name, present));
        return this;
    }

    /** Adds every member of {@code object} that has no value yet. */
    public JsonBuilder putAllAbsent(Json.Obj object) {
        object.members().forEach(members::putIfAbsent);
        return this;
    }

    public Json.Obj build() {
        return new Json.Obj(members);
    }
}
