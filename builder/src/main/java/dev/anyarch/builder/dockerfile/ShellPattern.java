package dev.anyarch.builder.dockerfile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The patterns of {@code ${n#p}}, {@code ${n%p}} and {@code ${n/p/r}}: {@code *} and {@code ?}, and a backslash in front of
 * {@code * ? \ / }} to mean the character itself. No brackets.
 */
final class ShellPattern {
    private ShellPattern() {}

    static String withoutPrefix(String value, String pattern, boolean longest) {
        Matcher matcher = Pattern.compile("^" + regex(pattern, longest), Pattern.DOTALL).matcher(value);
        return matcher.find() ? value.substring(matcher.end()) : value;
    }

    /** Tries each suffix, because a regular expression's reluctance works from the left only. */
    static String withoutSuffix(String value, String pattern, boolean longest) {
        Pattern whole = Pattern.compile(regex(pattern, true), Pattern.DOTALL);
        for (int i = 0; i <= value.length(); i++) {
            int start = longest ? i : value.length() - i;
            if (whole.matcher(value).region(start, value.length()).matches()) {
                return value.substring(0, start);
            }
        }
        return value;
    }

    static String replaced(String value, String pattern, String replacement, boolean all) {
        if (pattern.isEmpty()) {
            return value;
        }
        Matcher matcher = Pattern.compile(regex(pattern, true), Pattern.DOTALL).matcher(value);
        String literal = Matcher.quoteReplacement(unescaped(replacement));
        return all ? matcher.replaceAll(literal) : matcher.replaceFirst(literal);
    }

    private static String regex(String pattern, boolean greedy) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                out.append(greedy ? ".*" : ".*?");
            } else if (c == '?') {
                out.append('.');
            } else {
                if (c == '\\' && i + 1 < pattern.length()) {
                    i++;
                }
                out.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
            }
        }
        return out.toString();
    }

    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            out.append(text.charAt(i));
        }
        return out.toString();
    }
}
