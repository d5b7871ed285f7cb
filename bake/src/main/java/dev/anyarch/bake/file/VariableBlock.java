package dev.anyarch.bake.file;

import dev.anyarch.bake.definition.VariableDefinition;
import dev.anyarch.bake.hcl.Body;
import dev.anyarch.bake.hcl.BodyParser;
import dev.anyarch.bake.hcl.Conversion;
import dev.anyarch.bake.hcl.Evaluator;
import dev.anyarch.bake.hcl.Expression;
import dev.anyarch.bake.hcl.JsonValues;
import dev.anyarch.bake.hcl.Scope;
import dev.anyarch.bake.hcl.TypeConstraint;
import dev.anyarch.bake.hcl.Value;
import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourceText;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** {@code variable "NAME" { … }}. */
record VariableBlock(Body.Block block) {
    private static final String JSON = "_JSON";

    String name() {
        return block.labels().getFirst();
    }

    /**
     * What the variable is: what it is set to from outside, or else its default, as its type.
     *
     * @param isVariable whether a name is that of another variable
     */
    Value value(Scope scope, Function<String, Optional<String>> overrides, Predicate<String> isVariable)
            throws BakeException {
        Optional<TypeConstraint> type = type();
        Optional<Value> usual = usual(scope, type);
        Optional<String> json = isVariable.test(name() + JSON) ? Optional.empty() : overrides.apply(name() + JSON);
        Optional<String> plain = overrides.apply(name());
        try {
            if (type.isPresent() && json.isPresent()) {
                return type.get().convert(JsonValues.parse(json.get()));
            }
            Optional<String> given = plain.or(() -> json);
            if (given.isPresent()) {
                return VariableText.parse(given.get(), type, usual);
            }
        } catch (IllegalArgumentException e) {
            throw block.place()
                    .error(new IllegalArgumentException(
                            "variable '%s', as set from outside: %s".formatted(name(), e.getMessage()), e));
        }
        return usual.orElse(type.isPresent() ? Value.NULL : Value.of(""));
    }

    private Optional<TypeConstraint> type() throws BakeException {
        Optional<Body.Attribute> attribute = block.body().attribute("type");
        if (attribute.isEmpty()) {
            return Optional.empty();
        }
        Expression type = attribute.get().value();
        // the JSON syntax has expressions in texts
        if (type instanceof Expression.Template && type.keyword().isPresent()) {
            type = BodyParser.parseExpression(SourceText.of(block.place().source().file(), type.keyword().get()));
        }
        return Optional.of(TypeConstraint.parse(type));
    }

    private Optional<Value> usual(Scope scope, Optional<TypeConstraint> type) throws BakeException {
        Optional<Body.Attribute> attribute = block.body().attribute("default");
        if (attribute.isEmpty()) {
            return Optional.empty();
        }
        Value value = Evaluator.evaluate(attribute.get().value(), scope);
        try {
            return Optional.of(type.isPresent() ? type.get().convert(value) : value);
        } catch (IllegalArgumentException e) {
            throw attribute.get()
                    .value()
                    .place()
                    .error(new IllegalArgumentException(
                            "default of variable '%s': %s".formatted(name(), e.getMessage()), e));
        }
    }

    /** That all conditions hold. */
    void validate(Scope scope) throws BakeException {
        for (Body.Block rule : block.body().blocks()) {
            Definitions.requireOnly(rule, Set.of("condition", "error_message"), Set.of());
            Body.Attribute condition = rule.body()
                    .attribute("condition")
                    .orElseThrow(() -> rule.place().error("validation: expected a condition"));
            if (!Conversion.flag(Evaluator.evaluate(condition.value(), scope))) {
                Optional<Body.Attribute> message = rule.body().attribute("error_message");
                String text = message.isEmpty()
                        ? "a condition does not hold"
                        : Conversion.text(Evaluator.evaluate(message.get().value(), scope));
                throw condition.value().place().error("variable '%s': %s".formatted(name(), text));
            }
        }
    }

    VariableDefinition define(Scope scope) throws BakeException {
        Value value = scope.variable(name(), block.place()).orElse(Value.NULL);
        Optional<Body.Attribute> description = block.body().attribute("description");
        return new VariableDefinition(name(), type().map(TypeConstraint::text).orElse(""), switch (value) {
            case Value.Absent _ -> Optional.empty();
            case Value.Text text -> Optional.of(text.value());
            case Value.Numeric _,Value.Flag _,Value.Items _,Value.Members _ -> Optional.of(JsonValues.write(value));
        }, description.isEmpty() ? "" : Conversion.text(Evaluator.evaluate(description.get().value(), scope)));
    }
}
