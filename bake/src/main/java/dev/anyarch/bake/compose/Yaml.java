package dev.anyarch.bake.compose;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML value and where it is written. */
sealed interface Yaml {
    SourcePlace place();

    /**
     * A text, a number or a flag.
     *
     * @param isText whether it is quoted, and so is a text whatever it looks like
     */
    record Scalar(String text, boolean isText, SourcePlace place) implements Yaml {}

    record Items(List<Yaml> values, SourcePlace place) implements Yaml {
        public Items {
            values = List.copyOf(values);
        }
    }

    /**
     * A mapping.
     *
     * @param fields in the order of the file
     * @param keys where each key is written
     */
    record Fields(Map<String, Yaml> fields, Map<String, SourcePlace> keys, SourcePlace place) implements Yaml {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            keys = Map.copyOf(keys);
        }

        /** The value of a key; empty when there is none or it is null. */
        Optional<Yaml> find(String key) {
            return Optional.ofNullable(fields.get(key)).filter(value -> !value.isNull());
        }

        SourcePlace place(String key) {
            return Optional.ofNullable(keys.get(key)).orElse(place);
        }
    }

    default boolean isNull() {
        return this instanceof Scalar(String text, boolean isText, _)
                && !isText
                && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    /** The fields; {@code subject} is for the message when it has none. */
    default Fields asFields(String subject) throws BakeException {
        if (this instanceof Fields fields) {
            return fields;
        }
        throw place().error("%s: expected a mapping, found %s".formatted(subject, kind()));
    }

    default List<Yaml> asItems(String subject) throws BakeException {
        if (this instanceof Items(List<Yaml> values, _)) {
            return values;
        }
        throw place().error("%s: expected a list, found %s".formatted(subject, kind()));
    }

    default String kind() {
        return switch (this) {
            case Scalar(String text, _, _) -> isNull() ? "nothing" : "'%s'".formatted(text);
            case Items _ -> "a list";
            case Fields _ -> "a mapping";
        };
    }
}
