package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads expressions. For one thread. */
final class ExpressionParser {
    /** How deep expressions nest, so that no text overflows the stack. */
    private static final int MAX_DEPTH = 100;
    /** How many operators or steps one expression has in a row. */
    private static final int MAX_CHAIN = 500;
    /** From the loosest to the tightest; a longer operator stands before one that it begins with. */
    private static final List<List<String>> OPERATORS = List.of(List.of("||"), List.of("&&"), List.of("==", "!="),
            List.of("<=", ">=", "<", ">"), List.of("+", "-"), List.of("*", "/", "%"));

    private final Cursor cursor;
    private int depth;

    ExpressionParser(Cursor cursor) {
        this(cursor, 0);
    }

    /** A parser within another one. */
    ExpressionParser(Cursor cursor, int depth) {
        this.cursor = cursor;
        this.depth = depth;
    }

    int depth() {
        return depth;
    }

    Expression parse() throws BakeException {
        cursor.skipBlanks();
        SourcePlace place = cursor.place();
        if (++depth > MAX_DEPTH) {
            throw place.error("expected at most %d levels of expressions".formatted(MAX_DEPTH));
        }
        Expression parsed = binary(0);
        if (cursor.take("?")) {
            Expression then = parse();
            cursor.expect(":", "and the other value of the conditional");
            parsed = new Expression.Conditional(parsed, then, parse(), place);
        }
        depth--;
        return parsed;
    }

    private Expression binary(int level) throws BakeException {
        if (level == OPERATORS.size()) {
            return unary();
        }
        cursor.skipBlanks();
        SourcePlace place = cursor.place();
        Expression left = binary(level + 1);
        for (int chain = 0; chain <= MAX_CHAIN; chain++) {
            Optional<String> operator = operator(OPERATORS.get(level));
            if (operator.isEmpty()) {
                return left;
            }
            left = new Expression.Binary(operator.get(), left, binary(level + 1), place);
        }
        throw place.error("expected at most %d operators in a row".formatted(MAX_CHAIN));
    }

    private Optional<String> operator(List<String> operators) throws BakeException {
        cursor.skipBlanks();
        for (String operator : operators) {
            if (cursor.isAt(operator)) {
                cursor.take(operator);
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private Expression unary() throws BakeException {
        cursor.skipBlanks();
        SourcePlace place = cursor.place();
        char c = cursor.peek(0);
        if (c != '-' && c != '!') {
            return steps();
        }
        if (++depth > MAX_DEPTH) {
            throw place.error("expected at most %d levels of expressions".formatted(MAX_DEPTH));
        }
        cursor.next();
        Expression operand = new Expression.Unary(c, unary(), place);
        depth--;
        return operand;
    }

    private Expression steps() throws BakeException {
        Expression target = primary();
        for (int chain = 0; chain <= MAX_CHAIN; chain++) {
            Optional<Expression> longer = step(target);
            if (longer.isEmpty()) {
                return target;
            }
            target = longer.get();
        }
        throw target.place().error("expected at most %d steps in a row".formatted(MAX_CHAIN));
    }

    private Optional<Expression> step(Expression target) throws BakeException {
        int before = cursor.position();
        cursor.skipBlanks();
        SourcePlace place = cursor.place();
        if (cursor.isAt("[")) {
            cursor.next();
            return Optional.of(index(target, place));
        }
        if (!cursor.isAt(".") || cursor.isAt("...")) {
            cursor.moveTo(before);
            return Optional.empty();
        }
        cursor.next();
        if (cursor.take("*")) {
            return Optional.of(splat(target, false, place));
        }
        return Optional.of(attribute(target, place));
    }

    private Expression attribute(Expression target, SourcePlace place) throws BakeException {
        if (Character.isDigit(cursor.peek(0))) {
            BigDecimal index = number(false);
            return new Expression.Index(target, new Expression.Literal(new Value.Numeric(index), place), place);
        }
        return new Expression.Attribute(target, cursor.name("the name of an attribute after '.'"), place);
    }

    private Expression index(Expression target, SourcePlace place) throws BakeException {
        boolean lines = cursor.setLinesMatter(false);
        cursor.skipBlanks();
        int star = cursor.position();
        if (cursor.take("*") && cursor.take("]")) {
            cursor.setLinesMatter(lines);
            return splat(target, true, place);
        }
        cursor.moveTo(star);
        Expression key = parse();
        cursor.expect("]", "after the index");
        cursor.setLinesMatter(lines);
        return new Expression.Index(target, key, place);
    }

    /** What follows a splat is done with each element: attributes, and indexes after {@code [*]} only. */
    private Expression splat(Expression target, boolean indexes, SourcePlace place) throws BakeException {
        Expression each = new Expression.Element(place);
        for (int chain = 0; chain <= MAX_CHAIN; chain++) {
            SourcePlace at = cursor.place();
            if (cursor.isAt(".") && !cursor.isAt("...") && !cursor.isAt(".*")) {
                cursor.next();
                each = attribute(each, at);
            } else if (indexes && cursor.isAt("[") && !cursor.isAt("[*")) {
                cursor.next();
                each = index(each, at);
            } else {
                return new Expression.Splat(target, each, place);
            }
        }
        throw place.error("expected at most %d steps in a row".formatted(MAX_CHAIN));
    }

    private Expression primary() throws BakeException {
        cursor.skipBlanks();
        SourcePlace place = cursor.place();
        char c = cursor.peek(0);
        if (c == '"') {
            return new TemplateParser(cursor, depth).quoted();
        }
        if (cursor.isAt("<<")) {
            return new TemplateParser(cursor, depth).hereDocument();
        }
        if (Character.isDigit(c)) {
            return new Expression.Literal(new Value.Numeric(number(true)), place);
        }
        if (c == '(') {
            return parenthesised();
        }
        if (c == '[') {
            return new CollectionParser(cursor, this).tuple();
        }
        if (c == '{') {
            return new CollectionParser(cursor, this).object();
        }
        if (!cursor.isAtName()) {
            throw place.error("expected a value, found %s".formatted(cursor.found()));
        }
        return named(place);
    }

    private Expression parenthesised() throws BakeException {
        boolean lines = cursor.setLinesMatter(false);
        cursor.next();
        Expression inner = parse();
        cursor.expect(")", "to close the parentheses");
        cursor.setLinesMatter(lines);
        return inner;
    }

    private Expression named(SourcePlace place) throws BakeException {
        String name = cursor.name("a name");
        while (cursor.isAt("::")) {
            cursor.take("::");
            name += "::" + cursor.name("a name after '::'");
        }
        if (cursor.isAt("(")) {
            return call(name, place);
        }
        return switch (name) {
            case "true" -> new Expression.Literal(Value.TRUE, place);
            case "false" -> new Expression.Literal(Value.FALSE, place);
            case "null" -> new Expression.Literal(Value.NULL, place);
            default -> new Expression.Reference(name, place);
        };
    }

    private Expression call(String name, SourcePlace place) throws BakeException {
        boolean lines = cursor.setLinesMatter(false);
        cursor.next();
        List<Expression> arguments = new ArrayList<>();
        boolean expands = false;
        while (!cursor.take(")")) {
            if (expands) {
                throw cursor.place().error("expected ')' after '...', found %s".formatted(cursor.found()));
            }
            arguments.add(parse());
            expands = cursor.take("...");
            if (!cursor.take(",") && !cursor.isAt(")")) {
                throw cursor.place()
                        .error("expected ',' or ')' in the call of %s, found %s".formatted(name, cursor.found()));
            }
        }
        cursor.setLinesMatter(lines);
        return new Expression.Call(name, arguments, expands, place);
    }

    private BigDecimal number(boolean isWhole) throws BakeException {
        SourcePlace place = cursor.place();
        StringBuilder digits = new StringBuilder();
        digits(digits);
        if (isWhole && cursor.peek(0) == '.' && Character.isDigit(cursor.peek(1))) {
            digits.append(cursor.next());
            digits(digits);
        }
        char sign = cursor.peek(1);
        boolean exponent = isWhole && (cursor.peek(0) == 'e' || cursor.peek(0) == 'E')
                && (Character.isDigit(sign) || (sign == '+' || sign == '-') && Character.isDigit(cursor.peek(2)));
        if (exponent) {
            digits.append(cursor.next()).append(cursor.next());
            digits(digits);
        }
        if (cursor.isAtName()) {
            throw place.error("expected a number, found '%s%s'".formatted(digits, cursor.peek(0)));
        }
        try {
            return Conversion.number(Value.of(digits.toString()));
        } catch (IllegalArgumentException e) {
            throw place.error(e);
        }
    }

    private void digits(StringBuilder digits) {
        while (cursor.peek(0) >= '0' && cursor.peek(0) <= '9') {
            digits.append(cursor.next());
        }
    }
}
