package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an expression comes to in a scope. */
public final class Evaluator {
    /** The longest text that a template makes, so that no file fills the memory. */
    static final int MAX_TEXT = 16 * 1024 * 1024;

    private final Scope scope;
    private final Optional<Value> element;

    private Evaluator(Scope scope, Optional<Value> element) {
        this.scope = scope;
        this.element = element;
    }

    public static Value evaluate(Expression expression, Scope scope) throws BakeException {
        return new Evaluator(scope, Optional.empty()).value(expression);
    }

    private Value value(Expression expression) throws BakeException {
        try {
            return switch (expression) {
                case Expression.Literal literal -> literal.value();
                case Expression.Template template -> template(template);
                case Expression.Reference reference -> variable(reference);
                case Expression.Attribute attribute -> attribute(attribute);
                case Expression.Index index -> index(index);
                case Expression.Splat splat -> splat(splat);
                case Expression.Element _ -> element.orElseThrow();
                case Expression.Call call -> call(call);
                case Expression.Unary unary -> Operators.unary(unary.operator(), value(unary.operand()));
                case Expression.Binary binary -> binary(binary);
                case Expression.Conditional conditional -> conditional(conditional);
                case Expression.Tuple tuple -> new Value.Items(values(tuple.items()));
                case Expression.Obj object -> members(object);
                case Expression.ForTuple loop -> forTuple(loop);
                case Expression.ForObject loop -> forObject(loop);
            };
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw expression.place().error(e);
        }
    }

    private List<Value> values(List<Expression> expressions) throws BakeException {
        List<Value> values = new ArrayList<>();
        for (Expression expression : expressions) {
            values.add(value(expression));
        }
        return values;
    }

    /** A template that is one interpolation and nothing else is its value, whatever kind that has. */
    private Value template(Expression.Template template) throws BakeException {
        if (template.parts().size() == 1
                && template.parts().getFirst() instanceof Expression.Part.Interpolation whole) {
            return value(whole.value());
        }
        StringBuilder text = new StringBuilder();
        append(template.parts(), text, template.place());
        return Value.of(text.toString());
    }

    private void append(List<Expression.Part> parts, StringBuilder text, SourcePlace place) throws BakeException {
        for (Expression.Part part : parts) {
            switch (part) {
                case Expression.Part.Text literal -> text.append(literal.text());
                case Expression.Part.Interpolation inner -> text.append(text(inner.value()));
                case Expression.Part.If choice ->
                    append(flag(choice.condition()) ? choice.then() : choice.otherwise(), text, place);
                case Expression.Part.For loop -> {
                    for (Map<String, Value> variables : rounds(loop.loop())) {
                        new Evaluator(scope.with(variables), element).append(loop.body(), text, place);
                    }
                }
            }
            if (text.length() > MAX_TEXT) {
                throw place.error("expected a text of at most %d characters".formatted(MAX_TEXT));
            }
        }
    }

    private String text(Expression expression) throws BakeException {
        try {
            return Conversion.text(value(expression));
        } catch (IllegalArgumentException e) {
            throw expression.place().error(e);
        }
    }

    private boolean flag(Expression expression) throws BakeException {
        try {
            return Conversion.flag(value(expression));
        } catch (IllegalArgumentException e) {
            throw expression.place().error(e);
        }
    }

    private Value variable(Expression.Reference reference) throws BakeException {
        return scope.variable(reference.name(), reference.place())
                .orElseThrow(() -> reference.place()
                        .error("there is no variable '%s'".formatted(reference.name())));
    }

    private Value attribute(Expression.Attribute attribute) throws BakeException {
        Optional<Value> ofBlock = blockAttribute(attribute.target(), attribute.name(), attribute.place());
        return ofBlock.isPresent()
                ? ofBlock.get()
                : member(value(attribute.target()), attribute.name(), attribute.place());
    }

    /** {@code target.app.tags} and {@code target["app"].tags}. */
    private Optional<Value> blockAttribute(Expression block, String name, SourcePlace at) throws BakeException {
        if (block instanceof Expression.Attribute inner && inner.target() instanceof Expression.Reference root) {
            return scope.blockAttribute(root.name(), inner.name(), name, at);
        }
        if (block instanceof Expression.Index inner && inner.target() instanceof Expression.Reference root
                && scope.variable(root.name(), at).isEmpty()) {
            return scope.blockAttribute(root.name(), text(inner.key()), name, at);
        }
        return Optional.empty();
    }

    private static Value member(Value target, String name, SourcePlace at) throws BakeException {
        if (!(target instanceof Value.Members members)) {
            throw at.error("expected a map to take '%s' from, found %s".formatted(name, Conversion.describe(target)));
        }
        Value member = members.values().get(name);
        if (member == null) {
            throw at.error("there is no '%s' in this map%s".formatted(name,
                    Nearest.suggestion(name, members.values().keySet())));
        }
        return member;
    }

    private Value index(Expression.Index index) throws BakeException {
        Value target = value(index.target());
        Value key = value(index.key());
        if (!(target instanceof Value.Items items)) {
            return member(target, Conversion.text(key), index.place());
        }
        int at = Conversion.integer(key);
        if (at < 0 || at >= items.values().size()) {
            throw index.place().error("expected an index below %d, found %d".formatted(items.values().size(), at));
        }
        return items.values().get(at);
    }

    private Value splat(Expression.Splat splat) throws BakeException {
        Value target = value(splat.target());
        List<Value> elements = switch (target) {
            case Value.Items items -> items.values();
            case Value.Absent _ -> List.of();
            case Value.Text _,Value.Numeric _,Value.Flag _,Value.Members _ -> List.of(target);
        };
        List<Value> results = new ArrayList<>();
        for (Value one : elements) {
            results.add(new Evaluator(scope, Optional.of(one)).value(splat.each()));
        }
        return new Value.Items(results);
    }

    private Value call(Expression.Call call) throws BakeException {
        switch (call.name()) {
            case "try" -> {
                return firstThatWorks(call);
            }
            case "can" -> {
                return Value.of(call.arguments().size() == 1 && works(call.arguments().getFirst()));
            }
            case "convert" -> {
                if (call.arguments().size() != 2) {
                    throw call.place().error("convert: expected a value and a type");
                }
                return TypeConstraint.parse(call.arguments().get(1)).convert(value(call.arguments().getFirst()));
            }
            default -> {
            }
        }
        Function function = scope.function(call.name(), call.place())
                .orElseThrow(() -> call.place()
                        .error("there is no function '%s'%s".formatted(call.name(),
                                Nearest.suggestion(call.name(), StandardLibrary.names()))));
        List<Value> arguments = new ArrayList<>(values(call.arguments()));
        if (call.expandsLast()) {
            arguments.addAll(Conversion.items(arguments.removeLast()));
        }
        try {
            return function.call(arguments);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw call.place().error(new IllegalArgumentException("%s: %s".formatted(call.name(), e.getMessage()), e));
        }
    }

    private Value firstThatWorks(Expression.Call call) throws BakeException {
        Optional<BakeException> last = Optional.empty();
        for (Expression argument : call.arguments()) {
            try {
                return value(argument);
            } catch (BakeException e) {
                last = Optional.of(e);
            }
        }
        throw call.place()
                .error("try: expected an argument that can be evaluated%s"
                        .formatted(last.map(e -> "; the last one: " + e.problem())
                                .orElse(", found none")));
    }

    private boolean works(Expression expression) {
        try {
            value(expression);
            return true;
        } catch (BakeException _) {
            return false;
        }
    }

    private Value binary(Expression.Binary binary) throws BakeException {
        Value left = value(binary.left());
        return switch (binary.operator()) {
            case "&&" -> Value.of(Conversion.flag(left) && flag(binary.right()));
            case "||" -> Value.of(Conversion.flag(left) || flag(binary.right()));
            default -> Operators.binary(binary.operator(), left, value(binary.right()));
        };
    }

    /** Both values have one kind: of a number and a text, both are texts. */
    private Value conditional(Expression.Conditional conditional) throws BakeException {
        boolean condition = flag(conditional.condition());
        Value chosen = value(condition ? conditional.then() : conditional.otherwise());
        if (!Conversion.isPrimitive(chosen) || chosen instanceof Value.Text) {
            return chosen;
        }
        try {
            Value other = value(condition ? conditional.otherwise() : conditional.then());
            boolean differ = Conversion.isPrimitive(other) && !other.getClass().equals(chosen.getClass());
            return differ ? Value.of(Conversion.text(chosen)) : chosen;
        } catch (BakeException _) {
            return chosen;
        }
    }

    private Value members(Expression.Obj object) throws BakeException {
        SortedMap<String, Value> members = new TreeMap<>();
        for (Expression.Item item : object.items()) {
            members.put(text(item.key()), value(item.value()));
        }
        return new Value.Members(members);
    }

    private Value forTuple(Expression.ForTuple loop) throws BakeException {
        List<Value> results = new ArrayList<>();
        for (Map<String, Value> variables : rounds(loop.loop())) {
            Evaluator inner = new Evaluator(scope.with(variables), element);
            if (loop.condition().isEmpty() || inner.flag(loop.condition().get())) {
                results.add(inner.value(loop.value()));
            }
        }
        return new Value.Items(results);
    }

    private Value forObject(Expression.ForObject loop) throws BakeException {
        Map<String, List<Value>> results = new LinkedHashMap<>();
        for (Map<String, Value> variables : rounds(loop.loop())) {
            Evaluator inner = new Evaluator(scope.with(variables), element);
            if (loop.condition().isPresent() && !inner.flag(loop.condition().get())) {
                continue;
            }
            String key = inner.text(loop.key());
            List<Value> values = results.computeIfAbsent(key, _ -> new ArrayList<>());
            if (!values.isEmpty() && !loop.isGrouped()) {
                throw loop.key()
                        .place()
                        .error("two elements have the key '%s'; '...' after the value groups them".formatted(key));
            }
            values.add(inner.value(loop.value()));
        }
        SortedMap<String, Value> members = new TreeMap<>();
        results.forEach((key, values) -> members.put(key,
                loop.isGrouped() ? new Value.Items(values) : values.getFirst()));
        return new Value.Members(members);
    }

    /** The variables of each round of a loop. */
    private List<Map<String, Value>> rounds(Expression.Loop loop) throws BakeException {
        Value collection = value(loop.collection());
        List<Map<String, Value>> rounds = new ArrayList<>();
        switch (collection) {
            case Value.Items items -> {
                for (int i = 0; i < items.values().size(); i++) {
                    rounds.add(round(loop, Value.of(i), items.values().get(i)));
                }
            }
            case Value.Members members ->
                members.values().forEach((key, member) -> rounds.add(round(loop, Value.of(key), member)));
            case Value.Text _,Value.Numeric _,Value.Flag _,Value.Absent _ -> throw loop.collection()
                    .place()
                    .error(Conversion.unexpected("a list or a map to walk over", collection));
        }
        return rounds;
    }

    private static Map<String, Value> round(Expression.Loop loop, Value key, Value value) {
        Map<String, Value> variables = new HashMap<>();
        loop.key().ifPresent(name -> variables.put(name, key));
        variables.put(loop.value(), value);
        return variables;
    }
}
