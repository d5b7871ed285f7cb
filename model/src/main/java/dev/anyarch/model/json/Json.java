package dev.anyarch.model.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A JSON value, immutable. Objects keep the order of their members, numbers keep their text. */
public sealed interface Json {

    /** An object; member names are unique, in the order of the document. */
    record Obj(Map<String, Json> members) implements Json {
        public static final Obj EMPTY = new Obj(Map.of());

        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        public Optional<Json> find(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** This object with {@code name} set: in place when it is there, at the end otherwise. */
        public Obj with(String name, Json value) {
            Map<String, Json> copy = new LinkedHashMap<>(members);
            copy.put(name, value);
            return new Obj(copy);
        }

        public Obj without(String name) {
            Map<String, Json> copy = new LinkedHashMap<>(members);
            copy.remove(name);
            return new Obj(copy);
        }
    }

    record Arr(List<Json> elements) implements Json {
        public Arr {
            elements = List.copyOf(elements);
        }
    }

    record Str(String value) implements Json {}

    /** A number as written, such as {@code 10} or {@code 1e3}. */
    record Num(String text) implements Json {}

    record Bool(boolean value) implements Json {}

    /** The literal {@code null}. */
    record Null() implements Json {}

    Null NULL = new Null();

    static Str of(String value) {
        return new Str(value);
    }

    static Num of(long value) {
        return new Num(Long.toString(value));
    }

    static Bool of(boolean value) {
        return new Bool(value);
    }

    static Arr ofStrings(List<String> values) {
        return new Arr(values.stream().<Json>map(Str::new).toList());
    }

    /** An object of text members, in the map's order. */
    static Obj ofStrings(Map<String, String> values) {
        return new Obj(values.entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey,
                        entry -> new Str(entry.getValue()), (first, second) -> second, LinkedHashMap::new)));
    }
}
