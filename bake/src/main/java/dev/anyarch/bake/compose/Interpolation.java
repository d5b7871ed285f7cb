package dev.anyarch.bake.compose;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Replaces variables: {@code $V}, {@code ${V}}, {@code ${V:-default}}, {@code ${V-default}}, {@code ${V:?message}},
 * {@code ${V?message}}, {@code ${V:+other}}, {@code ${V+other}}; {@code $$} is one dollar. With a colon an empty variable is
 * as one that is not set. Defaults may have variables in them.
 *
 * @param variables what is set
 * @param unset is told the names of variables that are replaced by nothing
 */
record Interpolation(Function<String, Optional<String>> variables, Consumer<String> unset) {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_LENGTH = 4 * 1024 * 1024;

    /** @throws IllegalArgumentException when the text is malformed or a variable is required and missing */
    String replace(String text) {
        return new Run(text).replace(0);
    }

    /** One text. */
    private final class Run {
        private final String text;
        private int at;

        Run(String text) {
            this.text = text;
        }

        /** Up to the end, or to the brace that closes the expression around it. */
        String replace(int depth) {
            if (depth > MAX_DEPTH) {
                throw new IllegalArgumentException("expected at most %d levels of ${…}".formatted(MAX_DEPTH));
            }
            StringBuilder out = new StringBuilder();
            while (at < text.length() && (depth == 0 || text.charAt(at) != '}')) {
                char c = text.charAt(at++);
                if (c != '$') {
                    out.append(c);
                } else if (at < text.length() && text.charAt(at) == '$') {
                    out.append('$');
                    at++;
                } else if (at < text.length() && text.charAt(at) == '{') {
                    at++;
                    out.append(expression(depth));
                } else {
                    String name = name();
                    if (name.isEmpty()) {
                        throw wrong("expected a name or '{' after '$'; $$ is one dollar");
                    }
                    out.append(value(name));
                }
                if (out.length() > MAX_LENGTH) {
                    throw new IllegalArgumentException("expected at most %d characters".formatted(MAX_LENGTH));
                }
            }
            return out.toString();
        }

        private String expression(int depth) {
            String name = name();
            if (name.isEmpty()) {
                throw wrong("expected the name of a variable after '${'");
            }
            boolean needsContent = at < text.length() && text.charAt(at) == ':';
            at += needsContent ? 1 : 0;
            if (at >= text.length()) {
                throw wrong("expected '}' after '${%s'".formatted(name));
            }
            char operator = text.charAt(at);
            if (operator == '}' && !needsContent) {
                at++;
                return value(name);
            }
            if ("-?+".indexOf(operator) < 0) {
                throw wrong("expected '-', '?', '+' or '}' after '${%s', found '%s'".formatted(name, operator));
            }
            at++;
            String argument = replace(depth + 1);
            if (at >= text.length()) {
                throw wrong("expected '}' after '${%s'".formatted(name));
            }
            at++;
            Optional<String> value = variables.apply(name).filter(found -> !needsContent || !found.isEmpty());
            return switch (operator) {
                case '-' -> value.orElse(argument);
                case '+' -> value.isPresent() ? argument : "";
                default -> value.orElseThrow(() -> new IllegalArgumentException(
                        "variable %s is required%s".formatted(name, argument.isEmpty() ? "" : ": " + argument)));
            };
        }

        private String name() {
            int start = at;
            while (at < text.length() && (isLetter(text.charAt(at)) || at > start && isDigit(text.charAt(at)))) {
                at++;
            }
            return text.substring(start, at);
        }

        private static boolean isLetter(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private String value(String name) {
            Optional<String> value = variables.apply(name);
            if (value.isEmpty()) {
                unset.accept(name);
            }
            return value.orElse("");
        }

        private IllegalArgumentException wrong(String problem) {
            return new IllegalArgumentException("'%s': %s".formatted(
                    text.length() > 100 ? text.substring(0, 100) + "…" : text, problem));
        }
    }
}
