package dev.anyarch.client.config;

import dev.anyarch.model.InvalidContentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of TOML that {@code registries.conf} is written in: tables, arrays of tables, and texts on one line,
 * booleans, whole numbers and lists of them as values. Anything else is an error that names the line.
 */
final class TomlReader {
    private final String text;
    private final String file;
    private int at;
    private int line = 1;

    TomlReader(String text, String file) {
        this.text = text;
        this.file = file;
    }

    /** All tables in the order of the file. */
    List<TomlTable> read() throws InvalidContentException {
        List<TomlTable> tables = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        tables.add(new TomlTable("", values, source()));
        for (skipBlank(); at < text.length(); skipBlank()) {
            if (text.charAt(at) == '[') {
                String source = source();
                values = new LinkedHashMap<>();
                tables.add(new TomlTable(header(), values, source));
            } else {
                String key = key();
                skipSpaces();
                expect('=');
                skipSpaces();
                if (values.put(key, value()) != null) {
                    throw invalid("key '%s' is there twice".formatted(key));
                }
            }
            endOfLine();
        }
        return tables;
    }

    private String header() throws InvalidContentException {
        boolean array = text.startsWith("[[", at);
        at += array ? 2 : 1;
        StringBuilder name = new StringBuilder();
        skipSpaces();
        name.append(key());
        skipSpaces();
        while (at < text.length() && text.charAt(at) == '.') {
            at++;
            skipSpaces();
            name.append('.').append(key());
            skipSpaces();
        }
        expect(']');
        if (array) {
            expect(']');
        }
        return name.toString();
    }

    private String key() throws InvalidContentException {
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            return string();
        }
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "-_".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (start == at) {
            throw invalid("expected a key");
        }
        return text.substring(start, at);
    }

    private Object value() throws InvalidContentException {
        char first = at < text.length() ? text.charAt(at) : '\n';
        if (first == '"' || first == '\'') {
            return string();
        }
        if (first == '[') {
            at++;
            return list();
        }
        int start = at;
        while (at < text.length() && ", \t\r\n]#".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equals("true") || word.equals("false")) {
            return word.equals("true");
        }
        if (!word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return word;
        }
        throw invalid("expected text in quotes, true, false, a whole number or a list of these, found '%s'".formatted(
                word));
    }

    private List<Object> list() throws InvalidContentException {
        List<Object> elements = new ArrayList<>();
        for (skipBlank(); at < text.length() && text.charAt(at) != ']'; skipBlank()) {
            elements.add(value());
            skipBlank();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
            }
        }
        expect(']');
        return elements;
    }

    private String string() throws InvalidContentException {
        char quote = text.charAt(at);
        if (text.startsWith("" + quote + quote + quote, at)) {
            throw invalid("texts over several lines are not read");
        }
        at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            if (text.charAt(at) == '\\' && quote == '"') {
                at++;
                if (at == text.length() || "\"\\".indexOf(text.charAt(at)) < 0) {
                    throw invalid("escapes other than \\\" and \\\\ are not read");
                }
            }
            value.append(text.charAt(at++));
        }
        expect(quote);
        return value.toString();
    }

    private void endOfLine() throws InvalidContentException {
        skipSpaces();
        if (at < text.length() && "#\r\n".indexOf(text.charAt(at)) < 0) {
            throw invalid("expected the end of the line, found '%s'".formatted(text.charAt(at)));
        }
    }

    private void expect(char c) throws InvalidContentException {
        if (at >= text.length() || text.charAt(at) != c) {
            throw invalid("expected '%s'".formatted(c));
        }
        at++;
    }

    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /** Skips spaces, line breaks and comments. */
    private void skipBlank() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (" \t\r\n".indexOf(c) >= 0) {
                line += c == '\n' ? 1 : 0;
                at++;
            } else {
                return;
            }
        }
    }

    private String source() {
        return file + ", line " + line;
    }

    private InvalidContentException invalid(String message) {
        return new InvalidContentException(source() + ": " + message);
    }
}
