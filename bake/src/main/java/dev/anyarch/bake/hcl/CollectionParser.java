package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what stands in brackets and braces: lists, maps, and {@code for} expressions of both. For one thread. */
final class CollectionParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;

    CollectionParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    Expression tuple() throws BakeException {
        SourcePlace place = cursor.place();
        boolean lines = cursor.setLinesMatter(false);
        cursor.next();
        Expression parsed = cursor.takeKeyword("for") ? forTuple(place) : items(place);
        cursor.setLinesMatter(lines);
        return parsed;
    }

    private Expression items(SourcePlace place) throws BakeException {
        List<Expression> items = new ArrayList<>();
        while (!cursor.take("]")) {
            items.add(expressions.parse());
            if (!cursor.take(",") && !cursor.isAt("]")) {
                throw cursor.place().error("expected ',' or ']' in a list, found %s".formatted(cursor.found()));
            }
        }
        return new Expression.Tuple(items, place);
    }

    private Expression forTuple(SourcePlace place) throws BakeException {
        Expression.Loop loop = loop();
        cursor.expect(":", "after what 'for' walks over");
        Expression value = expressions.parse();
        Optional<Expression> condition = condition();
        cursor.expect("]", "at the end of 'for'");
        return new Expression.ForTuple(loop, value, condition, place);
    }

    private Optional<Expression> condition() throws BakeException {
        return cursor.takeKeyword("if") ? Optional.of(expressions.parse()) : Optional.empty();
    }

    /** {@code k, v in collection}, after {@code for}. */
    Expression.Loop loop() throws BakeException {
        String first = cursor.name("the name of a variable after 'for'");
        Optional<String> second = cursor.take(",")
                ? Optional.of(cursor.name("the name of a second variable"))
                : Optional.empty();
        if (!cursor.takeKeyword("in")) {
            throw cursor.place()
                    .error("expected 'in' after the variables of 'for', found %s".formatted(cursor.found()));
        }
        Expression collection = expressions.parse();
        return new Expression.Loop(second.isPresent() ? Optional.of(first) : Optional.empty(), second.orElse(first),
                collection);
    }

    Expression object() throws BakeException {
        SourcePlace place = cursor.place();
        boolean lines = cursor.setLinesMatter(false);
        cursor.next();
        Expression parsed = cursor.takeKeyword("for") ? forObject(place) : members(place);
        cursor.setLinesMatter(lines);
        return parsed;
    }

    private Expression forObject(SourcePlace place) throws BakeException {
        Expression.Loop loop = loop();
        cursor.expect(":", "after what 'for' walks over");
        Expression key = expressions.parse();
        cursor.expect("=>", "between key and value");
        Expression value = expressions.parse();
        boolean isGrouped = cursor.take("...");
        Optional<Expression> condition = condition();
        cursor.expect("}", "at the end of 'for'");
        return new Expression.ForObject(loop, key, value, isGrouped, condition, place);
    }

    private Expression members(SourcePlace place) throws BakeException {
        List<Expression.Item> items = new ArrayList<>();
        while (!cursor.take("}")) {
            Expression key = key();
            if (!cursor.take("=") && !cursor.take(":")) {
                throw cursor.place().error("expected '=' or ':' after a key, found %s".formatted(cursor.found()));
            }
            cursor.skipBlanks();
            cursor.setLinesMatter(true);
            items.add(new Expression.Item(key, expressions.parse()));
            cursor.skipBlanks();
            boolean newLine = cursor.isAt("\n");
            cursor.setLinesMatter(false);
            if (!cursor.take(",") && !newLine && !cursor.isAt("}")) {
                throw cursor.place()
                        .error("expected ',', a new line or '}' in a map, found %s".formatted(cursor.found()));
            }
        }
        return new Expression.Obj(items, place);
    }

    /** A name stands for itself; in parentheses it is a variable. */
    private Expression key() throws BakeException {
        cursor.skipBlanks();
        SourcePlace place = cursor.place();
        if (cursor.isAtName()) {
            String name = cursor.name("a key");
            cursor.skipBlanks();
            if (cursor.isAt("=") && !cursor.isAt("==") || cursor.isAt(":") && !cursor.isAt("::")) {
                return new Expression.Literal(Value.of(name), place);
            }
            cursor.moveTo(place.offset());
        }
        return expressions.parse();
    }
}
