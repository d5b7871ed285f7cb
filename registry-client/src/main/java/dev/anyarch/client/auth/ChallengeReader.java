package dev.anyarch.client.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes a {@code WWW-Authenticate} header apart. A comma separates parameters as well as challenges, so a word is the
 * scheme of the next challenge exactly when no equals sign follows it.
 */
final class ChallengeReader {
    private final String text;
    private int at;

    ChallengeReader(String text) {
        this.text = text;
    }

    List<Challenge> readAll() {
        List<Challenge> challenges = new ArrayList<>();
        skip(" \t,");
        String scheme = token();
        while (!scheme.isEmpty()) {
            Map<String, String> parameters = new HashMap<>();
            skip(" \t");
            String next = token68OrToken();
            while (!next.isEmpty() && isParameterAhead()) {
                skip(" \t");
                at++;
                skip(" \t");
                parameters.putIfAbsent(next.toLowerCase(Locale.ROOT), value());
                skip(" \t,");
                next = token();
            }
            challenges.add(new Challenge(scheme, parameters));
            skip(" \t,");
            scheme = next;
        }
        return challenges;
    }

    /** Skips the credentials-like form of a challenge, {@code Negotiate YWJj==}, which nobody here answers. */
    private String token68OrToken() {
        if (at < text.length() && text.charAt(at) == ',') {
            skip(" \t,");
            return token();
        }
        int start = at;
        String word = token();
        int end = at;
        while (end < text.length() && "=/+".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        boolean endsHere = end == text.length() || text.charAt(end) == ',';
        if (!word.isEmpty() && end > at && endsHere || end < text.length() && end > at && text.charAt(at) == '/') {
            while (end < text.length() && text.charAt(end) != ',') {
                end++;
            }
            at = end;
            skip(" \t,");
            return token();
        }
        return start == at ? "" : word;
    }

    private boolean isParameterAhead() {
        int ahead = at;
        while (ahead < text.length() && (text.charAt(ahead) == ' ' || text.charAt(ahead) == '\t')) {
            ahead++;
        }
        return ahead < text.length() && text.charAt(ahead) == '=';
    }

    private String value() {
        if (at >= text.length() || text.charAt(at) != '"') {
            int start = at;
            // Looser than a token: some registries forget to quote URLs.
            while (at < text.length() && ", \t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }
        at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at = Math.min(at + 1, text.length());
        return value.toString();
    }

    private String token() {
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
