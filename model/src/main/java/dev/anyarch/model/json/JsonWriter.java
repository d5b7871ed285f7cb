package dev.anyarch.model.json;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes JSON deterministically: members in the order of the tree, numbers as read, the shortest escapes. Compact without
 * any white space, or indented with one member a line as Go's {@code MarshalIndent} does.
 */
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder();
    private final String indent;
    private final boolean escapeHtml;

    private JsonWriter(String indent, boolean escapeHtml) {
        this.indent = indent;
        this.escapeHtml = escapeHtml;
    }

    /** UTF-8 bytes without white space. */
    public static byte[] compact(Json value) {
        return text(value, "", false).getBytes(StandardCharsets.UTF_8);
    }

    /** Indented text without a final line break. */
    public static String indented(Json value, String indent) {
        return text(value, indent, false);
    }

    /** Indented as Go's {@code json.MarshalIndent} does, which also escapes {@code < > &} and U+2028/9. */
    public static String indentedLikeGo(Json value, String indent) {
        return text(value, indent, true);
    }

    private static String text(Json value, String indent, boolean escapeHtml) {
        JsonWriter writer = new JsonWriter(indent, escapeHtml);
        writer.write(value, 0);
        return writer.out.toString();
    }

    private void write(Json value, int depth) {
        switch (value) {
            case Json.Obj object -> writeObject(object, depth);
            case Json.Arr array -> writeArray(array, depth);
            case Json.Str string -> writeString(string.value());
            case Json.Num number -> out.append(number.text());
            case Json.Bool bool -> out.append(bool.value());
            case Json.Null _ -> out.append("null");
        }
    }

    private void writeObject(Json.Obj object, int depth) {
        out.append('{');
        Iterator<Map.Entry<String, Json>> members = object.members().entrySet().iterator();
        while (members.hasNext()) {
            Map.Entry<String, Json> member = members.next();
            newLine(depth + 1);
            writeString(member.getKey());
            out.append(indent.isEmpty() ? ":" : ": ");
            write(member.getValue(), depth + 1);
            if (members.hasNext()) {
                out.append(',');
            }
        }
        if (!object.members().isEmpty()) {
            newLine(depth);
        }
        out.append('}');
    }

    private void writeArray(Json.Arr array, int depth) {
        out.append('[');
        Iterator<Json> elements = array.elements().iterator();
        while (elements.hasNext()) {
            newLine(depth + 1);
            write(elements.next(), depth + 1);
            if (elements.hasNext()) {
                out.append(',');
            }
        }
        if (!array.elements().isEmpty()) {
            newLine(depth);
        }
        out.append(']');
    }

    private void newLine(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n').repeat(indent, depth);
        }
    }

    private void writeString(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || isLoneSurrogate(text, i) || (escapeHtml && "<>&\u2028\u2029".indexOf(c) >= 0)) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
