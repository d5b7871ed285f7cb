package dev.anyarch.bake.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One element of an attribute that is a list of things with fields: an output, a cache, a secret. */
public record Entry(SortedMap<String, String> fields) {
    public Entry {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    public static Entry of(Map<String, String> fields) {
        return new Entry(new TreeMap<>(fields));
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    Entry with(String name, String value) {
        SortedMap<String, String> changed = new TreeMap<>(fields);
        changed.put(name, value);
        return new Entry(changed);
    }

    /** As an option of a build has it: {@code first=…,name=value,…}, quoted where a value has commas. */
    public String toText(String first) {
        List<String> parts = new ArrayList<>();
        field(first).ifPresent(value -> parts.add(part(first, value)));
        fields.forEach((name, value) -> {
            if (!name.equals(first)) {
                parts.add(part(name, value));
            }
        });
        return String.join(",", parts);
    }

    private static String part(String name, String value) {
        String part = name + "=" + value;
        return part.contains(",") || part.contains("\"") ? "\"" + part.replace("\"", "\"\"") + "\"" : part;
    }
}
