package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import dev.anyarch.bake.source.SourceText;

/** Walks over a text: white space, comments, names, punctuation. For one thread. */
final class Cursor {
    private final SourceText source;
    private final String text;
    private final int end;
    private int position;
    /** Whether a line's end ends an expression; it does not within parentheses and brackets. */
    private boolean linesMatter = true;

    Cursor(SourceText source) {
        this(source, 0, source.text().length());
    }

    Cursor(SourceText source, int start, int end) {
        this.source = source;
        this.text = source.text();
        this.position = start;
        this.end = end;
    }

    SourceText source() {
        return source;
    }

    int position() {
        return position;
    }

    void moveTo(int offset) {
        position = offset;
    }

    SourcePlace place() {
        return source.at(position);
    }

    boolean isAtEnd() {
        return position >= end;
    }

    /** The character {@code ahead} of the position; NUL after the end. */
    char peek(int ahead) {
        return position + ahead < end ? text.charAt(position + ahead) : '\0';
    }

    char next() {
        return text.charAt(position++);
    }

    /** Sets whether line ends matter, and answers what was. */
    boolean setLinesMatter(boolean matter) {
        boolean before = linesMatter;
        linesMatter = matter;
        return before;
    }

    boolean isAt(String token) {
        return position + token.length() <= end && text.startsWith(token, position);
    }

    /** Takes {@code token} when it is next, after blanks. */
    boolean take(String token) throws BakeException {
        skipBlanks();
        if (!isAt(token)) {
            return false;
        }
        position += token.length();
        return true;
    }

    void expect(String token, String where) throws BakeException {
        if (!take(token)) {
            throw place().error("expected '%s' %s, found %s".formatted(token, where, found()));
        }
    }

    /** Spaces and comments; line ends too where they do not matter. */
    void skipBlanks() throws BakeException {
        skip(!linesMatter);
    }

    /** Spaces, comments and line ends. */
    void skipLines() throws BakeException {
        skip(true);
    }

    private void skip(boolean lines) throws BakeException {
        while (!isAtEnd()) {
            char c = peek(0);
            if (c == ' ' || c == '\t' || c == '\r' || lines && c == '\n') {
                position++;
            } else if (c == '#' || isAt("//")) {
                int lineEnd = text.indexOf('\n', position);
                position = lineEnd < 0 || lineEnd > end ? end : lineEnd;
            } else if (isAt("/*")) {
                int close = text.indexOf("*/", position + 2);
                if (close < 0 || close + 2 > end) {
                    throw place().error("this comment has no end; expected '*/'");
                }
                position = close + 2;
            } else {
                return;
            }
        }
    }

    boolean isAtName() {
        return !isAtEnd() && Character.isUnicodeIdentifierStart(text.codePointAt(position)) || peek(0) == '_';
    }

    /** A name, which may have dashes in it. */
    String name(String what) throws BakeException {
        skipBlanks();
        if (!isAtName()) {
            throw place().error("expected %s, found %s".formatted(what, found()));
        }
        int start = position;
        while (!isAtEnd()) {
            int c = text.codePointAt(position);
            if (!Character.isUnicodeIdentifierPart(c) && c != '-' || Character.isIdentifierIgnorable(c)) {
                break;
            }
            position += Character.charCount(c);
        }
        return text.substring(start, Math.min(position, end));
    }

    /** Whether the word {@code keyword} is next, and nothing longer. */
    boolean isAtKeyword(String keyword) throws BakeException {
        skipBlanks();
        if (!isAt(keyword)) {
            return false;
        }
        char after = peek(keyword.length());
        return !Character.isUnicodeIdentifierPart(after) && after != '-' || after == '\0';
    }

    boolean takeKeyword(String keyword) throws BakeException {
        if (!isAtKeyword(keyword)) {
            return false;
        }
        position += keyword.length();
        return true;
    }

    /** What is next, for messages. */
    String found() {
        if (isAtEnd()) {
            return end == text.length() ? "the end of the file" : "the end";
        }
        char c = peek(0);
        if (c == '\n') {
            return "the end of the line";
        }
        int stop = position;
        while (stop < end && stop - position < 20 && Character.isLetterOrDigit(text.charAt(stop))) {
            stop++;
        }
        return "'" + (stop > position
                ? text.substring(position, stop)
                : Character.toString(text.codePointAt(position))) + "'";
    }
}
