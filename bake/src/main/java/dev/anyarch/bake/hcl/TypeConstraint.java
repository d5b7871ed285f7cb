package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A type as a variable names it: {@code string}, {@code list(number)}, <code>object({a = string})</code>. */
public sealed interface TypeConstraint {
    List<String> NAMES = List.of("any", "string", "number", "bool", "list", "set", "map", "tuple", "object");

    record Any() implements TypeConstraint {}

    record Primitive(String name) implements TypeConstraint {}

    /** A {@code list}, {@code set} or {@code map}. */
    record Collection(String kind, TypeConstraint element) implements TypeConstraint {}

    record Tuple(List<TypeConstraint> items) implements TypeConstraint {}

    record Structure(Map<String, Field> fields) implements TypeConstraint {}

    /** A field of an object; one that may be left out has a default, which may be null. */
    record Field(TypeConstraint type, Optional<Value> absent) {}

    /** Reads a type. */
    static TypeConstraint parse(Expression expression) throws BakeException {
        if (expression instanceof Expression.Call call && call.arguments().size() == 1) {
            Expression argument = call.arguments().getFirst();
            switch (call.name()) {
                case "list", "set", "map" -> {
                    return new Collection(call.name(), parse(argument));
                }
                case "tuple" -> {
                    if (argument instanceof Expression.Tuple items) {
                        List<TypeConstraint> types = new ArrayList<>();
                        for (Expression item : items.items()) {
                            types.add(parse(item));
                        }
                        return new Tuple(List.copyOf(types));
                    }
                }
                case "object" -> {
                    if (argument instanceof Expression.Obj object) {
                        return structure(object);
                    }
                }
                default -> {
                }
            }
        }
        if (expression instanceof Expression.Reference reference) {
            switch (reference.name()) {
                case "any" -> {
                    return new Any();
                }
                case "string", "number", "bool" -> {
                    return new Primitive(reference.name());
                }
                default -> {
                }
            }
        }
        String found = expression.keyword()
                .map(name -> ", found '%s'%s".formatted(name, Nearest.suggestion(name, NAMES)))
                .orElse("");
        throw expression.place()
                .error("expected a type such as string, number, bool, any, list(string), map(string), object({a = string})%s"
                        .formatted(found));
    }

    private static TypeConstraint structure(Expression.Obj object) throws BakeException {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Expression.Item item : object.items()) {
            String name = Conversion.text(Evaluator.evaluate(item.key(), Scope.EMPTY));
            if (item.value() instanceof Expression.Call call && call.name().equals("optional")
                    && !call.arguments().isEmpty()) {
                Value absent = call.arguments().size() > 1
                        ? Evaluator.evaluate(call.arguments().get(1), Scope.EMPTY)
                        : Value.NULL;
                fields.put(name, new Field(parse(call.arguments().getFirst()), Optional.of(absent)));
            } else {
                fields.put(name, new Field(parse(item.value()), Optional.empty()));
            }
        }
        return new Structure(fields);
    }

    /**
     * A value of this type.
     *
     * @throws IllegalArgumentException when the value is not of this type and cannot become it
     */
    default Value convert(Value value) {
        if (Value.isNull(value)) {
            return value;
        }
        return switch (this) {
            case Any _ -> value;
            case Primitive(String name) -> switch (name) {
                case "string" -> Value.of(Conversion.text(value));
                case "number" -> new Value.Numeric(Conversion.number(value));
                default -> Value.of(Conversion.flag(value));
            };
            case Collection(String kind, TypeConstraint element) when kind.equals("map") -> {
                SortedMap<String, Value> members = new TreeMap<>();
                Conversion.members(value).forEach((key, member) -> members.put(key, element.convert(member)));
                yield new Value.Members(members);
            }
            case Collection(String kind, TypeConstraint element) -> {
                List<Value> items = Conversion.items(value).stream().map(element::convert).toList();
                yield kind.equals("set") ? Sets.of(items) : new Value.Items(items);
            }
            case Tuple(List<TypeConstraint> types) -> {
                List<Value> items = Conversion.items(value);
                if (items.size() != types.size()) {
                    throw Conversion.unexpected("a list of " + types.size(), value);
                }
                List<Value> converted = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    converted.add(types.get(i).convert(items.get(i)));
                }
                yield new Value.Items(converted);
            }
            case Structure(Map<String, Field> fields) -> convert(fields, Conversion.members(value));
        };
    }

    private static Value convert(Map<String, Field> fields, SortedMap<String, Value> members) {
        SortedMap<String, Value> converted = new TreeMap<>();
        fields.forEach((name, field) -> {
            Value member = members.get(name);
            if (member == null) {
                member = field.absent()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "expected a member '%s', which is missing".formatted(name)));
            }
            converted.put(name, field.type().convert(member));
        });
        return new Value.Members(converted);
    }

    /** As people write it. */
    default String text() {
        return switch (this) {
            case Any _ -> "any";
            case Primitive(String name) -> name;
            case Collection(String kind, TypeConstraint element) -> "%s(%s)".formatted(kind, element.text());
            case Tuple(List<TypeConstraint> items) ->
                "tuple([%s])".formatted(items.stream().map(TypeConstraint::text).collect(Collectors.joining(", ")));
            case Structure _ -> "object";
        };
    }
}
