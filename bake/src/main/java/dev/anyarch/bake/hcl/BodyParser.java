package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import dev.anyarch.bake.source.SourceText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a file of the native syntax, or one expression. For one thread. */
public final class BodyParser {
    private static final int MAX_DEPTH = 20;

    private final Cursor cursor;

    private BodyParser(SourceText source) {
        this.cursor = new Cursor(source);
    }

    public static Body parse(SourceText source) throws BakeException {
        BodyParser parser = new BodyParser(source);
        Body body = parser.body(0);
        if (!parser.cursor.isAtEnd()) {
            throw parser.cursor.place().error("expected a name or the end of the file, found '}'");
        }
        return body;
    }

    /** Reads a text that is one expression and nothing else. */
    public static Expression parseExpression(SourceText source) throws BakeException {
        Cursor cursor = new Cursor(source);
        cursor.skipLines();
        Expression expression = new ExpressionParser(cursor).parse();
        cursor.skipLines();
        if (!cursor.isAtEnd()) {
            throw cursor.place().error("expected the end of the expression, found %s".formatted(cursor.found()));
        }
        return expression;
    }

    private Body body(int depth) throws BakeException {
        List<Body.Attribute> attributes = new ArrayList<>();
        List<Body.Block> blocks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (true) {
            cursor.skipLines();
            if (cursor.isAtEnd() || cursor.isAt("}")) {
                return new Body(attributes, blocks);
            }
            SourcePlace place = cursor.place();
            String name = cursor.name("the name of an attribute or a block");
            cursor.skipBlanks();
            if (cursor.isAt("=") && !cursor.isAt("==")) {
                cursor.next();
                if (!names.add(name)) {
                    throw place.error("attribute '%s' is set twice here".formatted(name));
                }
                attributes.add(new Body.Attribute(name, new ExpressionParser(cursor).parse(), place));
                endOfItem("attribute '" + name + "'");
            } else {
                blocks.add(block(name, place, depth));
                endOfItem("block '" + name + "'");
            }
        }
    }

    private Body.Block block(String type, SourcePlace place, int depth) throws BakeException {
        if (depth > MAX_DEPTH) {
            throw place.error("expected at most %d levels of blocks".formatted(MAX_DEPTH));
        }
        List<String> labels = new ArrayList<>();
        while (!cursor.take("{")) {
            if (cursor.peek(0) == '"') {
                SourcePlace label = cursor.place();
                labels.add(new TemplateParser(cursor, 0).quoted()
                        .keyword()
                        .orElseThrow(() -> label.error("expected a label without anything to replace in it")));
            } else if (cursor.isAtName()) {
                labels.add(cursor.name("a label"));
            } else {
                throw cursor.place()
                        .error("expected '=' for an attribute, or a label or '{' for a block after '%s', found %s"
                                .formatted(type, cursor.found()));
            }
        }
        Body body = body(depth + 1);
        cursor.expect("}", "to close block '%s'".formatted(type));
        return new Body.Block(type, labels, body, place);
    }

    private void endOfItem(String item) throws BakeException {
        cursor.skipBlanks();
        if (!cursor.isAtEnd() && !cursor.isAt("\n") && !cursor.isAt("}")) {
            throw cursor.place().error("expected a new line after %s, found %s".formatted(item, cursor.found()));
        }
    }
}
