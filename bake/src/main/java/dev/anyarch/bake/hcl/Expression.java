package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.SourcePlace;
import java.util.List;
import java.util.Optional;

/** An expression, parsed and not evaluated. */
public sealed interface Expression {
    /** Where it begins, for messages. */
    SourcePlace place();

    record Literal(Value value, SourcePlace place) implements Expression {}

    /** A quoted text or here-document. */
    record Template(List<Part> parts, SourcePlace place) implements Expression {
        public Template {
            parts = List.copyOf(parts);
        }

        /** The text when nothing in it is to be replaced. */
        Optional<String> literal() {
            StringBuilder text = new StringBuilder();
            for (Part part : parts) {
                if (!(part instanceof Part.Text literal)) {
                    return Optional.empty();
                }
                text.append(literal.text());
            }
            return Optional.of(text.toString());
        }
    }

    /** A piece of a template. */
    sealed interface Part {
        record Text(String text) implements Part {}

        /** <code>${value}</code>. */
        record Interpolation(Expression value) implements Part {}

        /** {@code %{ if c }…%{ else }…%{ endif }}. */
        record If(Expression condition, List<Part> then, List<Part> otherwise) implements Part {}

        /** {@code %{ for k, v in c }…%{ endfor }}. */
        record For(Loop loop, List<Part> body) implements Part {}
    }

    /** A name: a variable, or the first part of {@code target.NAME.ATTRIBUTE}. */
    record Reference(String name, SourcePlace place) implements Expression {}

    record Attribute(Expression target, String name, SourcePlace place) implements Expression {}

    record Index(Expression target, Expression key, SourcePlace place) implements Expression {}

    /** {@code target.*.a} and {@code target[*].a}: what follows is {@code each}, with {@link Element} for an element. */
    record Splat(Expression target, Expression each, SourcePlace place) implements Expression {}

    /** The element of the innermost splat. */
    record Element(SourcePlace place) implements Expression {}

    /** A call; the last argument is a list of arguments when {@code expandsLast}. */
    record Call(String name, List<Expression> arguments, boolean expandsLast, SourcePlace place)
            implements
                Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Unary(char operator, Expression operand, SourcePlace place) implements Expression {}

    record Binary(String operator, Expression left, Expression right, SourcePlace place) implements Expression {}

    record Conditional(Expression condition, Expression then, Expression otherwise, SourcePlace place)
            implements
                Expression {}

    record Tuple(List<Expression> items, SourcePlace place) implements Expression {
        public Tuple {
            items = List.copyOf(items);
        }
    }

    record Obj(List<Item> items, SourcePlace place) implements Expression {
        public Obj {
            items = List.copyOf(items);
        }
    }

    record Item(Expression key, Expression value) {}

    /** What a {@code for} walks over; {@code key} may be left out. */
    record Loop(Optional<String> key, String value, Expression collection) {}

    /** {@code [for … : value if condition]}. */
    record ForTuple(Loop loop, Expression value, Optional<Expression> condition, SourcePlace place)
            implements
                Expression {}

    /** {@code {for … : key => value… if condition}}. */
    record ForObject(Loop loop, Expression key, Expression value, boolean isGrouped, Optional<Expression> condition,
            SourcePlace place) implements Expression {}

    /** The name, when the expression is nothing else: a parameter, a type. */
    default Optional<String> keyword() {
        return switch (this) {
            case Reference reference -> Optional.of(reference.name());
            case Template template -> template.literal();
            case Literal _,Attribute _,Index _,Splat _,Element _,Call _,Unary _,Binary _,Conditional _,Tuple _,Obj _,ForTuple _,ForObject _ ->
                Optional.empty();
        };
    }
}
