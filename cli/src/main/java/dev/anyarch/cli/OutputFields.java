package dev.anyarch.cli;

import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An output as Docker writes it: {@code type=oci,dest=FILE,compression=zstd}; a field with a comma in it is quoted. Knows
 * which fields have been asked for, so that what is left over is a mistake.
 */
final class OutputFields {
    private final String kind;
    private final String text;
    private final Map<String, String> fields = new LinkedHashMap<>();

    private OutputFields(String kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    static OutputFields parse(String text) throws UsageException {
        return parse("output", text);
    }

    /** @param kind what it is called in messages */
    static OutputFields parse(String kind, String text) throws UsageException {
        OutputFields parsed = new OutputFields(kind, text);
        for (String field : split(text)) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw parsed.wrong("expected KEY=VALUE, found '%s'".formatted(field));
            }
            parsed.fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return parsed;
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    Optional<String> take(String name) {
        return Optional.ofNullable(fields.remove(name));
    }

    Optional<Boolean> takeChoice(String name) throws UsageException {
        Optional<String> value = take(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (value.get()) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            case String other -> throw wrong("%s: expected true or false, found '%s'".formatted(name, other));
        };
    }

    /** The fields that begin with {@code prefix}, without it. */
    Map<String, String> takeAll(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        fields.keySet().removeIf(name -> name.startsWith(prefix));
        return found;
    }

    /** @param known what this kind of output takes, for the suggestion */
    void requireNoOther(List<String> known) throws UsageException {
        for (String name : fields.keySet()) {
            throw wrong("unknown field '%s'%s".formatted(name, Nearest.suggestion(name, known)));
        }
    }

    UsageException wrong(String problem) {
        return new UsageException("%s '%s': %s".formatted(kind, text, problem));
    }
}
