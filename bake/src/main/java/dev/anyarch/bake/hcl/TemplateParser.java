package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads quoted texts and here-documents with what is to be replaced in them. For one thread. */
final class TemplateParser {
    private static final int MAX_DEPTH = 50;

    private final Cursor cursor;
    private final int depth;
    private final StringBuilder literal = new StringBuilder();
    /** How much white space every line of a here-document loses. */
    private int indent;
    private boolean isQuoted = true;
    private boolean trimsNext;
    /** Whether what was opened last is the first on its line. */
    private boolean opensLine;

    TemplateParser(Cursor cursor, int depth) {
        this.cursor = cursor;
        this.depth = depth;
    }

    /** Which directive ended a list of parts. */
    private enum End {
        TEXT, ELSE, ENDIF, ENDFOR
    }

    private record Parts(List<Expression.Part> parts, End end, SourcePlace place) {}

    Expression quoted() throws BakeException {
        SourcePlace place = cursor.place();
        cursor.next();
        Expression template = new Expression.Template(all(place), place);
        if (cursor.isAtEnd()) {
            throw place.error("this text has no end; expected '\"'");
        }
        cursor.next();
        return template;
    }

    Expression hereDocument() throws BakeException {
        SourcePlace place = cursor.place();
        cursor.take("<<");
        boolean dedents = cursor.take("-");
        String marker = cursor.name("the marker of a here-document after '<<'");
        cursor.skipBlanks();
        if (cursor.peek(0) != '\n') {
            throw cursor.place().error("expected a new line after <<%s, found %s".formatted(marker, cursor.found()));
        }
        int start = cursor.position() + 1;
        String text = cursor.source().text();
        int lineStart = start;
        while (true) {
            int lineEnd = text.indexOf('\n', lineStart);
            String line = text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd);
            if (line.strip().equals(marker)) {
                break;
            }
            if (lineEnd < 0) {
                throw place.error("this here-document has no end; expected a line '%s'".formatted(marker));
            }
            lineStart = lineEnd + 1;
        }
        Cursor inner = new Cursor(cursor.source(), start, lineStart);
        TemplateParser parser = new TemplateParser(inner, depth);
        parser.isQuoted = false;
        parser.indent = dedents ? indentation(text.substring(start, lineStart)) : 0;
        Expression template = new Expression.Template(parser.all(place), place);
        cursor.moveTo(text.indexOf(marker, lineStart) + marker.length());
        return template;
    }

    /** The least white space that a line begins with. */
    private static int indentation(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
    }

    private List<Expression.Part> all(SourcePlace place) throws BakeException {
        Parts parts = parts(0);
        if (parts.end != End.TEXT) {
            throw parts.place.error("there is no %{ if } or %{ for } that this ends");
        }
        if (depth > MAX_DEPTH * 2) {
            throw place.error("expected at most %d levels of texts in texts".formatted(MAX_DEPTH));
        }
        return parts.parts;
    }

    private Parts parts(int level) throws BakeException {
        if (level > MAX_DEPTH) {
            throw cursor.place().error("expected at most %d levels of directives".formatted(MAX_DEPTH));
        }
        List<Expression.Part> parts = new ArrayList<>();
        boolean atLineStart = !isQuoted && level == 0;
        while (!cursor.isAtEnd() && !(isQuoted && cursor.peek(0) == '"')) {
            if (atLineStart) {
                skipIndent();
                atLineStart = false;
            } else if (cursor.isAt("$${") || cursor.isAt("%%{")) {
                cursor.next();
                text(cursor.next());
                text(cursor.next());
            } else if (cursor.isAt("${")) {
                boolean trims = open("${");
                endLiteral(parts, trims);
                parts.add(new Expression.Part.Interpolation(interpolated()));
            } else if (cursor.isAt("%{")) {
                SourcePlace place = cursor.place();
                endLiteral(parts, open("%{"));
                Optional<End> end = directive(parts, level, place);
                if (end.isPresent()) {
                    return new Parts(parts, end.get(), place);
                }
            } else {
                // a line whose beginning is trimmed keeps its indentation, as in the reference
                atLineStart = !isQuoted && cursor.peek(0) == '\n' && !trimsNext;
                character();
            }
        }
        endLiteral(parts, false);
        return new Parts(parts, End.TEXT, cursor.place());
    }

    private void skipIndent() {
        for (int i = 0; i < indent && (cursor.peek(0) == ' ' || cursor.peek(0) == '\t'); i++) {
            cursor.next();
        }
    }

    /** Takes an opening and answers whether it trims what is before it. */
    private boolean open(String opening) throws BakeException {
        int before = cursor.position() - 1;
        opensLine = before < 0 || cursor.source().text().charAt(before) == '\n';
        cursor.take(opening);
        if (cursor.peek(0) == '~') {
            cursor.next();
            return true;
        }
        return false;
    }

    private void close() throws BakeException {
        if (cursor.take("~}")) {
            trimsNext = true;
        } else {
            cursor.expect("}", "after the expression in a text");
        }
    }

    private void text(char c) {
        if (trimsNext && Character.isWhitespace(c)) {
            trimsNext = isQuoted || c != '\n';
            return;
        }
        trimsNext = false;
        literal.append(c);
    }

    private void endLiteral(List<Expression.Part> parts, boolean trims) {
        trimsNext = false;
        String text = trims ? trimmed(literal.toString()) : literal.toString();
        literal.setLength(0);
        if (!text.isEmpty()) {
            parts.add(new Expression.Part.Text(text));
        }
    }

    /** In a here-document only the line is trimmed, or the one before when there is nothing in front on the line. */
    private String trimmed(String text) {
        int line = text.lastIndexOf('\n') + 1;
        if (isQuoted || line == text.length() && opensLine) {
            int before = isQuoted ? 0 : text.lastIndexOf('\n', line - 2) + 1;
            return text.substring(0, before) + text.substring(before).stripTrailing();
        }
        return text.substring(0, line) + text.substring(line).stripTrailing();
    }

    private Expression interpolated() throws BakeException {
        boolean lines = cursor.setLinesMatter(false);
        Expression value = new ExpressionParser(cursor, depth + 1).parse();
        close();
        cursor.setLinesMatter(lines);
        return value;
    }

    /** Reads a directive; one that ends a list of parts is answered. */
    private Optional<End> directive(List<Expression.Part> parts, int level, SourcePlace place) throws BakeException {
        boolean lines = cursor.setLinesMatter(false);
        String keyword = cursor.name("if, else, endif, for or endfor");
        Optional<End> end = Optional.empty();
        switch (keyword) {
            case "if" -> parts.add(condition(level, place));
            case "for" -> parts.add(loop(level, place));
            case "else" -> end = Optional.of(End.ELSE);
            case "endif" -> end = Optional.of(End.ENDIF);
            case "endfor" -> end = Optional.of(End.ENDFOR);
            default -> throw place.error("expected if, else, endif, for or endfor, found '%s'".formatted(keyword));
        }
        if (end.isPresent()) {
            close();
        }
        cursor.setLinesMatter(lines);
        return end;
    }

    private Expression.Part condition(int level, SourcePlace place) throws BakeException {
        Expression condition = new ExpressionParser(cursor, depth + 1).parse();
        close();
        Parts then = parts(level + 1);
        List<Expression.Part> otherwise = List.of();
        End end = then.end;
        if (end == End.ELSE) {
            Parts rest = parts(level + 1);
            otherwise = rest.parts;
            end = rest.end;
        }
        if (end != End.ENDIF) {
            throw place.error("this %{ if } has no %{ endif }");
        }
        return new Expression.Part.If(condition, then.parts, otherwise);
    }

    private Expression.Part loop(int level, SourcePlace place) throws BakeException {
        Expression.Loop loop = new CollectionParser(cursor, new ExpressionParser(cursor, depth + 1)).loop();
        close();
        Parts body = parts(level + 1);
        if (body.end != End.ENDFOR) {
            throw place.error("this %{ for } has no %{ endfor }");
        }
        return new Expression.Part.For(loop, body.parts);
    }

    private void character() throws BakeException {
        char c = cursor.peek(0);
        if (!isQuoted) {
            text(cursor.next());
        } else if (c == '\n') {
            throw cursor.place().error("expected '\"' before the end of the line; a text of several lines is a <<EOT");
        } else if (c == '\\') {
            escape();
        } else {
            text(cursor.next());
        }
    }

    private void escape() throws BakeException {
        SourcePlace place = cursor.place();
        cursor.next();
        char c = cursor.isAtEnd() ? '\0' : cursor.next();
        switch (c) {
            case 'n' -> text('\n');
            case 'r' -> text('\r');
            case 't' -> text('\t');
            case '"', '\\', '/' -> text(c);
            case 'b' -> text('\b');
            case 'f' -> text('\f');
            case 'u' -> codePoint(4, place);
            case 'U' -> codePoint(8, place);
            default -> throw place.error("expected \\n, \\r, \\t, \\\", \\\\, \\uNNNN or \\UNNNNNNNN, found '\\%s'"
                    .formatted(Character.isISOControl(c) ? "" : c));
        }
    }

    private void codePoint(int digits, SourcePlace place) throws BakeException {
        int codePoint = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(cursor.peek(0), 16);
            codePoint = codePoint * 16 + digit;
            if (digit < 0 || codePoint > Character.MAX_CODE_POINT || codePoint < 0) {
                throw place.error("expected %d hexadecimal digits of a character".formatted(digits));
            }
            cursor.next();
        }
        // a surrogate of JSON is followed by its other half
        for (char c : Character.toChars(codePoint)) {
            text(c);
        }
    }
}
