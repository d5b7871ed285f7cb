package dev.anyarch.client.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The header fields of a message in their order; names compare without case. Immutable. */
public final class HttpHeaders {
    public static final HttpHeaders NONE = new HttpHeaders(List.of());

    private final List<Field> fields;

    /** One header line. */
    record Field(String name, String value) {}

    HttpHeaders(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    /** These fields with {@code name} set to one value. */
    public HttpHeaders with(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) == 0x7f) {
                throw new IllegalArgumentException("header %s: expected no control characters".formatted(name));
            }
        }
        List<Field> copy = new ArrayList<>(without(name).fields);
        copy.add(new Field(name, value));
        return new HttpHeaders(copy);
    }

    public HttpHeaders without(String name) {
        List<Field> copy = new ArrayList<>(fields);
        copy.removeIf(field -> field.name().equalsIgnoreCase(name));
        return copy.size() == fields.size() ? this : new HttpHeaders(copy);
    }

    /** Whether a comma-separated field has this word in it. */
    boolean hasToken(String name, String token) {
        for (String value : all(name)) {
            for (String part : value.split(",", -1)) {
                if (part.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    List<Field> fields() {
        return fields;
    }
}
