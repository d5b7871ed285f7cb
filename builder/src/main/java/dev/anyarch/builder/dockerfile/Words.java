package dev.anyarch.builder.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Splits text at white space that is neither quoted nor escaped; quotes and escapes stay for the expansion. */
final class Words {
    private Words() {}

    static List<String> split(String text, char escape) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                int end = end(text, at, escape);
                words.add(text.substring(at, end));
                at = end;
            }
        }
        return words;
    }

    /** Where the word that begins at {@code start} ends. */
    static int end(String text, int start, char escape) {
        char quote = 0;
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == escape && quote != '\'') {
                at++;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (Character.isWhitespace(c)) {
                return at;
            }
            at++;
        }
        return text.length();
    }

    static List<String> atWhiteSpace(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+", -1));
    }
}
