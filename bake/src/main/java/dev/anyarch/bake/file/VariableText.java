package dev.anyarch.bake.file;

import dev.anyarch.bake.hcl.CommaSeparated;
import dev.anyarch.bake.hcl.Conversion;
import dev.anyarch.bake.hcl.TypeConstraint;
import dev.anyarch.bake.hcl.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a variable becomes that is set from outside, where everything is text. */
final class VariableText {
    private VariableText() {}

    /**
     * The text as the declared type, or else as the kind of the default.
     *
     * @throws IllegalArgumentException when the text is not of that type
     */
    static Value parse(String text, Optional<TypeConstraint> type, Optional<Value> usual) {
        if (type.isPresent()) {
            return parse(text, type.get());
        }
        return switch (usual.orElse(Value.NULL)) {
            case Value.Text _,Value.Absent _ -> Value.of(text);
            case Value.Numeric _ -> new Value.Numeric(Conversion.number(Value.of(text)));
            case Value.Flag _ -> flag(text);
            case Value.Items _,Value.Members _ -> throw new IllegalArgumentException(
                    "a list or map can only be set from outside when the variable has a type");
        };
    }

    private static Value parse(String text, TypeConstraint type) {
        return switch (type) {
            case TypeConstraint.Any _ -> Value.of(text);
            case TypeConstraint.Primitive(String name) when name.equals("bool") -> flag(text);
            case TypeConstraint.Primitive _ -> type.convert(Value.of(text));
            case TypeConstraint.Collection(String kind, TypeConstraint element) when kind.equals("map") ->
                map(text, element);
            case TypeConstraint.Collection(_, TypeConstraint element) -> {
                List<Value> items = new ArrayList<>();
                for (String field : fields(text)) {
                    items.add(primitive(field, element));
                }
                yield type.convert(new Value.Items(items));
            }
            case TypeConstraint.Tuple(List<TypeConstraint> types) -> {
                List<String> fields = fields(text);
                List<Value> items = new ArrayList<>();
                for (int i = 0; i < fields.size(); i++) {
                    items.add(i < types.size() ? primitive(fields.get(i), types.get(i)) : Value.of(fields.get(i)));
                }
                yield type.convert(new Value.Items(items));
            }
            case TypeConstraint.Structure _ -> throw new IllegalArgumentException(
                    "an object is set with the variable of this name and '_JSON' after it, as JSON");
        };
    }

    private static Value map(String text, TypeConstraint element) {
        SortedMap<String, Value> members = new TreeMap<>();
        for (String field : fields(text)) {
            int colon = field.indexOf(':');
            if (colon < 0 || field.indexOf(':', colon + 1) >= 0 && !field.contains("\"")) {
                throw new IllegalArgumentException("expected KEY:VALUE,…, found '%s'".formatted(field));
            }
            members.put(field.substring(0, colon), primitive(field.substring(colon + 1), element));
        }
        return new Value.Members(members);
    }

    private static List<String> fields(String text) {
        return text.isEmpty() ? List.of() : CommaSeparated.split(text);
    }

    private static Value primitive(String text, TypeConstraint type) {
        if (!(type instanceof TypeConstraint.Primitive) && !(type instanceof TypeConstraint.Any)) {
            throw new IllegalArgumentException(
                    "%s within a list or map is set with the variable of this name and '_JSON' after it".formatted(
                            type.text()));
        }
        return parse(text, type);
    }

    private static Value flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "t", "true" -> Value.TRUE;
            case "0", "f", "false" -> Value.FALSE;
            default -> throw new IllegalArgumentException("expected true or false, found '%s'".formatted(text));
        };
    }
}
