package dev.anyarch.bake.definition;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A name with {@code *}, {@code ?} and {@code [a-z]} in it. */
record NamePattern(Pattern pattern) {

    static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> "*?[]".indexOf(c) >= 0);
    }

    /** @throws IllegalArgumentException when a bracket is left open */
    static NamePattern compile(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '[', ']', '-', '^' -> regex.append(c);
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return new NamePattern(Pattern.compile(regex.toString()));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'%s': %s".formatted(text, e.getDescription()), e);
        }
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }
}
