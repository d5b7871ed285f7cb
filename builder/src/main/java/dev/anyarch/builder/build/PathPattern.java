package dev.anyarch.builder.build;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Path patterns: Go's {@code filepath.Match} ({@code *}, {@code ?}, {@code [a-z]}, {@code [^a]}, a backslash in front of a
 * character to mean itself), and where allowed {@code **} for any number of names.
 */
final class PathPattern {
    private PathPattern() {}

    /** Whether a path has anything to match; without, it is a plain path. */
    static boolean isWildcard(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '*' || c == '?' || c == '[') {
                return true;
            }
        }
        return false;
    }

    /** A plain path without the backslashes that escape. */
    static String unescaped(String path) {
        return path.replaceAll("\\\\(.)", "$1");
    }

    /**
     * The same as a regular expression for a whole path or name.
     *
     * @throws IllegalArgumentException when the pattern is malformed
     */
    static Pattern compile(String pattern, boolean doubleStar) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (doubleStar && pattern.startsWith("**", at)) {
                at += 2;
                if (pattern.startsWith("/", at)) {
                    at++;
                    out.append("(?:.*/)?");
                } else {
                    out.append(".*");
                }
                continue;
            }
            at++;
            switch (c) {
                case '*' -> out.append("[^/]*");
                case '?' -> out.append("[^/]");
                case '[' -> at = characterClass(pattern, at, out);
                case '\\' -> {
                    if (at == pattern.length()) {
                        throw malformed(pattern);
                    }
                    out.append(Pattern.quote(pattern.substring(at, at + 1)));
                    at++;
                }
                default -> out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(out.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(malformed(pattern).getMessage(), e);
        }
    }

    private static int characterClass(String pattern, int start, StringBuilder out) {
        int at = start;
        out.append("(?!/)[");
        if (pattern.startsWith("^", at)) {
            out.append('^');
            at++;
        }
        int first = at;
        while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
            char c = pattern.charAt(at);
            if (c == '\\' && ++at < pattern.length()) {
                c = pattern.charAt(at);
                out.append('\\').append(c);
            } else if (c == '-') {
                out.append('-');
            } else if (Character.isLetterOrDigit(c)) {
                out.append(c);
            } else {
                out.append('\\').append(c);
            }
            at++;
        }
        if (at >= pattern.length()) {
            throw malformed(pattern);
        }
        out.append(']');
        return at + 1;
    }

    private static IllegalArgumentException malformed(String pattern) {
        return new IllegalArgumentException(
                "pattern '%s': expected a character after \\ and ] after [".formatted(pattern));
    }
}
