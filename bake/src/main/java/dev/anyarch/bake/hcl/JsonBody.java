package dev.anyarch.bake.hcl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourceText;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the language's JSON syntax. A strict JSON reader decides whether it is JSON; which is nearly the expression syntax
 * of the language, so that an expression is read from it, with the places of everything.
 */
public final class JsonBody {
    private JsonBody() {}

    /**
     * Reads a file.
     *
     * @param blockTypes which members of the file hold blocks by their label
     * @param innerBlockTypes which members of such a block are blocks without a label
     */
    public static Body parse(SourceText source, Set<String> blockTypes, Set<String> innerBlockTypes)
            throws BakeException {
        requireJson(source);
        Expression whole = BodyParser.parseExpression(new SourceText(source.file(), unescaped(source.text())));
        if (!(whole instanceof Expression.Obj object)) {
            throw source.at(0).error("expected a JSON object at the top");
        }
        List<Body.Attribute> attributes = new ArrayList<>();
        List<Body.Block> blocks = new ArrayList<>();
        for (Expression.Item item : object.items()) {
            String name = name(item.key());
            if (!blockTypes.contains(name)) {
                attributes.add(new Body.Attribute(name, item.value(), item.key().place()));
                continue;
            }
            for (Expression.Obj byLabel : objects(item.value(), name)) {
                for (Expression.Item block : byLabel.items()) {
                    for (Expression.Obj content : objects(block.value(), name)) {
                        blocks.add(new Body.Block(name, List.of(name(block.key())), body(content, innerBlockTypes),
                                block.key().place()));
                    }
                }
            }
        }
        return new Body(attributes, blocks);
    }

    private static void requireJson(SourceText source) throws BakeException {
        byte[] bytes = source.text().getBytes(UTF_8);
        try {
            JsonReader.read(bytes, source.file());
        } catch (MalformedJsonException e) {
            int offset = new String(bytes, 0, e.offset(), UTF_8).length();
            throw new BakeException(source.at(offset), "malformed JSON: " + e.problem(), e);
        }
    }

    /**
     * The text with the escapes resolved that are within <code>${…}</code> and <code>%{…}</code>: a JSON text is a template
     * after its escapes are gone, so that <code>"${f(\"x\")}"</code> calls a function with a text.
     */
    private static String unescaped(String text) {
        if (!text.contains("{") || !text.contains("\\")) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        boolean isText = false;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isText && c == '\\' && i + 1 < text.length()) {
                i++;
                if (depth == 0 || "\"\\/".indexOf(text.charAt(i)) < 0) {
                    out.append(c);
                }
                out.append(text.charAt(i));
                continue;
            }
            if (c == '"') {
                isText = !isText;
                depth = 0;
            } else if (isText && (c == '$' || c == '%') && text.startsWith("{", i + 1)) {
                boolean isEscaped = i > 0 && text.charAt(i - 1) == c;
                depth += isEscaped ? 0 : 1;
                out.append(c);
                i++;
                c = '{';
            } else if (isText && depth > 0) {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            }
            out.append(c);
        }
        return out.toString();
    }

    private static Body body(Expression.Obj content, Set<String> blockTypes) throws BakeException {
        List<Body.Attribute> attributes = new ArrayList<>();
        List<Body.Block> blocks = new ArrayList<>();
        for (Expression.Item item : content.items()) {
            String name = name(item.key());
            if (blockTypes.contains(name)) {
                for (Expression.Obj inner : objects(item.value(), name)) {
                    blocks.add(new Body.Block(name, List.of(), body(inner, Set.of()), item.key().place()));
                }
            } else {
                attributes.add(new Body.Attribute(name, item.value(), item.key().place()));
            }
        }
        return new Body(attributes, blocks);
    }

    /** One block, or several of the same name in a list. */
    private static List<Expression.Obj> objects(Expression value, String name) throws BakeException {
        List<Expression> all = value instanceof Expression.Tuple tuple ? tuple.items() : List.of(value);
        List<Expression.Obj> objects = new ArrayList<>();
        for (Expression one : all) {
            if (!(one instanceof Expression.Obj object)) {
                throw one.place().error("member '%s': expected an object".formatted(name));
            }
            objects.add(object);
        }
        return objects;
    }

    private static String name(Expression key) throws BakeException {
        Optional<String> name = key.keyword();
        return name.orElseThrow(() -> key.place().error("expected a name without anything to replace in it"));
    }
}
