package dev.anyarch.builder.dockerfile;

import java.util.List;

/**
 * Replaces variables and removes quotes in one word of an instruction, as BuildKit does: {@code $n}, {@code ${n}},
 * {@code ${n:-w}}, {@code ${n-w}}, {@code ${n:+w}}, {@code ${n+w}}, {@code ${n:?m}}, {@code ${n?m}}, {@code ${n#p}},
 * {@code ${n##p}}, {@code ${n%p}}, {@code ${n%%p}}, {@code ${n/p/r}}, {@code ${n//p/r}}. Positional and special parameters
 * ({@code $1}, {@code $@}) are always empty. One object expands one text.
 */
public final class Expansion {
    /** Deeper nesting of {@code ${a:-${b:-…}}} than anybody writes, and far less than a thread's stack. */
    private static final int MAX_DEPTH = 100;
    private static final String SPECIAL_PARAMETERS = "@*#?-$!0";
    private static final int NO_STOP = -1;
    /** What comes out of a word at most: variables in variables get out of hand quickly. */
    private static final int MAX_LENGTH = Dockerfile.MAX_SIZE;

    /** The escape characters that an expansion leaves in place. */
    private enum Kept {
        NONE, ALL,
        /** Those that were quoted are doubled, so that the pattern has them as characters. */
        IN_PATTERN
    }

    private final String text;
    private final char escape;
    private final Variables variables;
    private final boolean keepsQuotes;
    private int at;
    private int depth;

    private Expansion(String text, char escape, Variables variables, boolean keepsQuotes) {
        this.text = text;
        this.escape = escape;
        this.variables = variables;
        this.keepsQuotes = keepsQuotes;
    }

    /** The text with variables replaced and quotes removed, as one word. */
    public static String expand(String text, char escape, Variables variables) throws ExpansionException {
        return new Expansion(text, escape, variables, false).until(NO_STOP, Kept.NONE, new WordCollector());
    }

    /** The words of the text: unquoted white space separates, also when it came out of a variable. */
    public static List<String> words(String text, char escape, Variables variables) throws ExpansionException {
        WordCollector words = new WordCollector();
        new Expansion(text, escape, variables, false).until(NO_STOP, Kept.NONE, words);
        return words.finish();
    }

    /** The body of a here-document: variables are replaced, quotes stay, the escape character is a backslash. */
    public static String expandHeredoc(String body, Variables variables) throws ExpansionException {
        return new Expansion(body, '\\', variables, true).until(NO_STOP, Kept.NONE, new WordCollector());
    }

    static void requireBounded(int length) throws ExpansionException {
        if (length > MAX_LENGTH) {
            throw new ExpansionException("expands to more than %d characters".formatted(MAX_LENGTH));
        }
    }

    /**
     * What the text up to {@code stop} becomes.
     *
     * @param kept which escapes stay, because somebody else reads them
     */
    private String until(int stop, Kept kept, WordCollector words) throws ExpansionException {
        if (++depth > MAX_DEPTH) {
            throw new ExpansionException("more than %d nested substitutions".formatted(MAX_DEPTH));
        }
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == stop) {
                at++;
                depth--;
                return out.toString();
            }
            if (c == '$') {
                String value = dollar();
                out.append(value);
                requireBounded(out.length());
                words.addText(value);
            } else if (!keepsQuotes && (c == '\'' || c == '"')) {
                String quoted = c == '"' ? doubleQuoted(kept) : singleQuoted(kept);
                out.append(quoted);
                words.addQuoted(quoted);
            } else {
                plain(kept, out, words);
            }
        }
        if (stop != NO_STOP) {
            throw new ExpansionException("expected '%s' before the end".formatted((char) stop));
        }
        depth--;
        return out.toString();
    }

    private void plain(Kept kept, StringBuilder out, WordCollector words) {
        char c = text.charAt(at++);
        if (c != escape) {
            out.append(c);
            words.addChar(c);
            return;
        }
        if (at == text.length()) {
            return;
        }
        char escaped = text.charAt(at++);
        if (kept != Kept.NONE) {
            out.append(c);
        }
        out.append(escaped);
        words.addQuoted(String.valueOf(escaped));
    }

    private String singleQuoted(Kept kept) throws ExpansionException {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw new ExpansionException("a single quote is not closed");
        }
        String content = text.substring(at + 1, end);
        at = end + 1;
        return kept == Kept.IN_PATTERN
                ? content.replace(String.valueOf(escape), String.valueOf(escape).repeat(2))
                : content;
    }

    private String doubleQuoted(Kept kept) throws ExpansionException {
        StringBuilder out = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c == '$') {
                out.append(dollar());
                requireBounded(out.length());
                continue;
            }
            at++;
            if (c == escape && at < text.length()) {
                char next = text.charAt(at);
                if (kept != Kept.NONE) {
                    out.append(c);
                }
                if (next == '"' || next == '$' || next == escape) {
                    out.append(next);
                    at++;
                    continue;
                }
            }
            out.append(c);
        }
        throw new ExpansionException("a double quote is not closed");
    }

    private String dollar() throws ExpansionException {
        at++;
        if (at == text.length() || text.charAt(at) != '{') {
            String name = name();
            return name.isEmpty() ? "$" : variables.find(name).orElse("");
        }
        at++;
        String name = name();
        if (name.isEmpty()) {
            throw new ExpansionException("'${' is not followed by a name");
        }
        return substitution(name, next());
    }

    private String substitution(String name, char operator) throws ExpansionException {
        return switch (operator) {
            case '}' -> variables.find(name).orElse("");
            case ':' -> {
                char modifier = next();
                if (modifier != '-' && modifier != '+' && modifier != '?') {
                    throw unsupported(name, ":" + modifier);
                }
                yield conditional(name, modifier, true);
            }
            case '-', '+', '?' -> conditional(name, operator, false);
            case '#', '%' -> trimmed(name, operator);
            case '/' -> replaced(name);
            default -> throw unsupported(name, String.valueOf(operator));
        };
    }

    private String conditional(String name, char modifier, boolean emptyIsUnset) throws ExpansionException {
        String word = until('}', Kept.NONE, new WordCollector());
        String value = variables.find(name).orElse("");
        boolean isSet = variables.find(name).isPresent() && !(emptyIsUnset && value.isEmpty());
        if (modifier == '+') {
            return isSet ? word : "";
        }
        if (modifier == '?' && !isSet) {
            String reason = emptyIsUnset ? "must be set and not empty" : "must be set";
            throw new ExpansionException("variable %s: %s".formatted(name, word.isEmpty() ? reason : word));
        }
        return isSet ? value : word;
    }

    private String trimmed(String name, char operator) throws ExpansionException {
        boolean longest = at < text.length() && text.charAt(at) == operator;
        if (longest) {
            at++;
        }
        String pattern = until('}', Kept.IN_PATTERN, new WordCollector());
        String value = variables.find(name).orElse("");
        return operator == '#'
                ? ShellPattern.withoutPrefix(value, pattern, longest)
                : ShellPattern.withoutSuffix(value, pattern, longest);
    }

    private String replaced(String name) throws ExpansionException {
        boolean all = at < text.length() && text.charAt(at) == '/';
        if (all) {
            at++;
        }
        String pattern = until('/', Kept.IN_PATTERN, new WordCollector());
        String replacement = until('}', Kept.ALL, new WordCollector());
        return ShellPattern.replaced(variables.find(name).orElse(""), pattern, replacement, all);
    }

    private String name() {
        int start = at;
        if (at < text.length() && Character.isDigit(text.charAt(at))) {
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
        } else if (at < text.length() && SPECIAL_PARAMETERS.indexOf(text.charAt(at)) >= 0) {
            at++;
        } else {
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
        }
        return text.substring(start, at);
    }

    private char next() throws ExpansionException {
        if (at == text.length()) {
            throw new ExpansionException("expected '}' before the end");
        }
        return text.charAt(at++);
    }

    private static ExpansionException unsupported(String name, String modifier) {
        if (modifier.isBlank() || modifier.chars().anyMatch(Character::isISOControl)) {
            return new ExpansionException("expected '}' or one of :- - :+ + :? ? # ## %% %%%% / // after '${%s'"
                    .formatted(name));
        }
        return new ExpansionException("${%s%s…}: expected one of :- - :+ + :? ? # ## %% %%%% / // after the name"
                .formatted(name, modifier));
    }
}
