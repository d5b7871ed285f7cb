package dev.anyarch.bake.definition;

import dev.anyarch.bake.hcl.CommaSeparated;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the elements of {@link TargetAttribute.Kind#ENTRIES} are written as one text, as the options of a build have them. */
public final class EntrySyntax {
    private EntrySyntax() {}

    /**
     * Reads one element; an empty text is none, and for caches several references may be in one.
     *
     * @throws IllegalArgumentException when it is malformed
     */
    public static List<Entry> parse(TargetAttribute attribute, String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return switch (attribute) {
            case CACHE_FROM, CACHE_TO -> caches(text);
            case OUTPUT -> List.of(output(text));
            case SECRET -> List.of(secret(text));
            case SSH -> List.of(ssh(text));
            case ATTEST -> List.of(typed(attest(text), text));
            default -> List.of(Entry.of(fields(text, true)));
        };
    }

    /**
     * Checks an element that was written as an object.
     *
     * @throws IllegalArgumentException when a field is missing
     */
    public static Entry check(TargetAttribute attribute, Entry entry) {
        return switch (attribute) {
            case CACHE_FROM, CACHE_TO, OUTPUT, ATTEST -> typed(entry, entry.toText("type"));
            case SECRET -> secret(entry.fields(), entry.toText("id"));
            default -> entry;
        };
    }

    private static Entry typed(Entry entry, String text) {
        if (entry.field("type").filter(type -> !type.isEmpty()).isEmpty()) {
            throw new IllegalArgumentException("expected type=…, found '%s'".formatted(text));
        }
        return entry;
    }

    private static List<Entry> caches(String text) {
        if (!text.contains("=")) {
            List<Entry> references = new ArrayList<>();
            for (String reference : CommaSeparated.split(text)) {
                references.add(Entry.of(Map.of("type", "registry", "ref", reference)));
            }
            return references;
        }
        return List.of(typed(Entry.of(fields(text, true)), text));
    }

    private static Entry output(String text) {
        List<String> parts = CommaSeparated.split(text);
        if (parts.size() == 1 && !text.startsWith("type=")) {
            return Entry.of(Map.of("type", text.equals("-") ? "tar" : "local", "dest", text));
        }
        return typed(Entry.of(fields(text, true)), text);
    }

    private static Entry secret(String text) {
        return secret(fields(text, true), text);
    }

    private static Entry secret(Map<String, String> given, String text) {
        Map<String, String> fields = new TreeMap<>(given);
        Optional<String> source = Optional.ofNullable(fields.remove("source"));
        source.ifPresent(path -> fields.put("src", path));
        String type = fields.getOrDefault("type", "");
        fields.remove("type");
        if (type.equals("env") && !fields.containsKey("env")) {
            Optional.ofNullable(fields.remove("src")).ifPresent(variable -> fields.put("env", variable));
        }
        for (String name : fields.keySet()) {
            if (!List.of("id", "src", "env").contains(name)) {
                throw new IllegalArgumentException(
                        "expected id=, src= or env=, found '%s' in '%s'".formatted(name, text));
            }
        }
        return Entry.of(fields);
    }

    private static Entry ssh(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? Entry.of(Map.of("id", text))
                : Entry.of(Map.of("id", text.substring(0, equals), "paths", text.substring(equals + 1)));
    }

    private static Entry attest(String text) {
        Map<String, String> fields = fields(text, false);
        String disabled = fields.getOrDefault("disabled", "false");
        if (!List.of("true", "false", "1", "0").contains(disabled)) {
            throw new IllegalArgumentException("disabled: expected true or false, found '%s'".formatted(disabled));
        }
        fields.remove("disabled");
        if (disabled.equals("true") || disabled.equals("1")) {
            fields.put("disabled", "true");
        }
        return Entry.of(fields);
    }

    private static Map<String, String> fields(String text, boolean isLowerCase) {
        Map<String, String> fields = new TreeMap<>();
        for (String part : CommaSeparated.split(text)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("expected NAME=VALUE,…, found '%s' in '%s'".formatted(part, text));
            }
            String name = part.substring(0, equals);
            fields.put(isLowerCase ? name.strip().toLowerCase(Locale.ROOT) : name, part.substring(equals + 1));
        }
        return fields;
    }
}
