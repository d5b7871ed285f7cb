package dev.anyarch.model.json;

import dev.anyarch.model.InvalidContentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the members of an object from outside. A member of another type than asked is an
 * {@link InvalidContentException} that names the subject and the member; {@code null} counts as absent, as in Go.
 *
 * <p>Every command reads manifests with this first of all, so it does without switches over types, which are put together
 * at run time.
 *
 * @param object the members
 * @param subject what the object is, for messages: "manifest sha256:…, layers[2]"
 */
public record JsonFields(Json.Obj object, String subject) {

    public Optional<String> string(String name) throws InvalidContentException {
        Json value = present(name);
        if (value instanceof Json.Str string) {
            return Optional.of(string.value());
        }
        requireAbsent(value, name, "text");
        return Optional.empty();
    }

    public String stringOrEmpty(String name) throws InvalidContentException {
        return string(name).orElse("");
    }

    public String requiredString(String name) throws InvalidContentException {
        return string(name).orElseThrow(() -> missing(name));
    }

    /** A whole number that fits a {@code long}. */
    public Optional<Long> integer(String name) throws InvalidContentException {
        Json value = present(name);
        if (value instanceof Json.Num number) {
            try {
                return Optional.of(Long.parseLong(number.text()));
            } catch (NumberFormatException e) {
                throw wrongType(name, "a whole number of at most 63 bits", number);
            }
        }
        requireAbsent(value, name, "a whole number");
        return Optional.empty();
    }

    public Optional<JsonFields> object(String name) throws InvalidContentException {
        Json value = present(name);
        if (value instanceof Json.Obj child) {
            return Optional.of(new JsonFields(child, subject + ", " + name));
        }
        requireAbsent(value, name, "an object");
        return Optional.empty();
    }

    /** The elements of an array of objects; an absent array has none. */
    public List<JsonFields> objects(String name) throws InvalidContentException {
        List<JsonFields> fields = new ArrayList<>();
        for (Json element : array(name)) {
            if (!(element instanceof Json.Obj child)) {
                throw wrongType("%s[%d]".formatted(name, fields.size()), "an object", element);
            }
            fields.add(new JsonFields(child, subject + ", " + name + "[" + fields.size() + "]"));
        }
        return fields;
    }

    public List<String> strings(String name) throws InvalidContentException {
        List<String> strings = new ArrayList<>();
        for (Json element : array(name)) {
            if (!(element instanceof Json.Str string)) {
                throw wrongType("%s[%d]".formatted(name, strings.size()), "text", element);
            }
            strings.add(string.value());
        }
        return List.copyOf(strings);
    }

    /** An object of text members, in the order of the document; unmodifiable. */
    public Map<String, String> stringMap(String name) throws InvalidContentException {
        Optional<JsonFields> child = object(name);
        if (child.isEmpty()) {
            return Map.of();
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (String key : child.get().object().members().keySet()) {
            map.put(key, child.get().stringOrEmpty(key));
        }
        return Collections.unmodifiableMap(map);
    }

    /** Whether the member is there and not {@code null}. */
    public boolean has(String name) {
        return present(name) != null;
    }

    /** The members whose names are not in {@code known}, in the order of the document. */
    public Json.Obj unknownMembers(List<String> known) {
        Map<String, Json> rest = new LinkedHashMap<>(object.members());
        rest.keySet().removeAll(known);
        return rest.isEmpty() ? Json.Obj.EMPTY : new Json.Obj(rest);
    }

    public InvalidContentException missing(String name) {
        return new InvalidContentException("%s: expected member \"%s\", which is missing".formatted(subject, name));
    }

    /** The error for a member whose value cannot be used. */
    public InvalidContentException invalid(String name, IllegalArgumentException cause) {
        return new InvalidContentException("%s: member \"%s\": %s".formatted(subject, name, cause.getMessage()), cause);
    }

    private List<Json> array(String name) throws InvalidContentException {
        Json value = present(name);
        if (value instanceof Json.Arr array) {
            return array.elements();
        }
        requireAbsent(value, name, "an array");
        return List.of();
    }

    private @Nullable Json present(String name) {
        Json value = object.members().get(name);
        return value instanceof Json.Null ? null : value;
    }

    private void requireAbsent(@Nullable Json value, String name, String expected) throws InvalidContentException {
        if (value != null) {
            throw wrongType(name, expected, value);
        }
    }

    private InvalidContentException wrongType(String name, String expected, Json found) {
        String kind = switch (found) {
            case Json.Obj _ -> "an object";
            case Json.Arr _ -> "an array";
            case Json.Str _ -> "text";
            case Json.Num number -> "the number " + number.text();
            case Json.Bool bool -> Boolean.toString(bool.value());
            case Json.Null _ -> "null";
        };
        return new InvalidContentException(
                "%s: member \"%s\": expected %s, found %s".formatted(subject, name, expected, kind));
    }
}
