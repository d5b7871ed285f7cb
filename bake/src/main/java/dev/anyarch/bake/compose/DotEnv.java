package dev.anyarch.bake.compose;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourceText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code .env} files: {@code KEY=VALUE} a line, with or without {@code export}. A value in double quotes may have line
 * breaks and escapes, one in single quotes is literal; variables are replaced in all but the latter. For one thread.
 */
public final class DotEnv {
    private static final Pattern KEY = Pattern.compile("(?:export[ \\t]+)?([A-Za-z_][\\w.-]*)[ \\t]*([=:])?[ \\t]*");

    private final SourceText source;
    private final String text;
    private final Function<String, Optional<String>> around;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int at;

    private DotEnv(SourceText source, Function<String, Optional<String>> around) {
        this.source = source;
        this.text = source.text().replace("\r\n", "\n");
        this.around = around;
    }

    /**
     * The variables of a file.
     *
     * @param around what is set already, which wins where values refer to it
     */
    public static Map<String, String> read(SourceText source, Function<String, Optional<String>> around)
            throws BakeException {
        return new DotEnv(source, around).read();
    }

    private Map<String, String> read() throws BakeException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                skipLine();
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                entry();
            }
        }
        return Collections.unmodifiableMap(values);
    }

    private void entry() throws BakeException {
        Matcher key = KEY.matcher(text).region(at, text.length());
        if (!key.lookingAt()) {
            throw wrong("expected NAME=VALUE");
        }
        int start = at;
        at = key.end();
        if (key.group(2) == null) {
            if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '#') {
                at = start;
                throw wrong("expected '=' after '%s'".formatted(key.group(1)));
            }
            around.apply(key.group(1)).ifPresent(value -> values.put(key.group(1), value));
            skipLine();
            return;
        }
        String name = key.group(1);
        try {
            values.put(name, value());
        } catch (IllegalArgumentException e) {
            at = start;
            throw place().error(new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e));
        }
    }

    private String value() throws BakeException {
        char quote = at < text.length() ? text.charAt(at) : '\n';
        if (quote != '"' && quote != '\'') {
            int end = text.indexOf('\n', at);
            String raw = text.substring(at, end < 0 ? text.length() : end);
            at = end < 0 ? text.length() : end;
            return expand(raw.replaceFirst("(^|\\s)#.*", "").strip());
        }
        StringBuilder out = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                at = i + 1;
                skipLine();
                return quote == '"' ? expand(out.toString()) : out.toString();
            }
            if (c == '\\' && i + 1 < text.length() && quote == '"') {
                i++;
                out.append(escaped(text.charAt(i)));
            } else if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                i++;
                out.append('\'');
            } else {
                out.append(c);
            }
        }
        throw wrong("expected %s at the end of the value".formatted(quote));
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '$' -> "$$";
            case '"', '\\' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }

    private String expand(String value) {
        return new Interpolation(name -> around.apply(name).or(() -> Optional.ofNullable(values.get(name))), _ -> {})
                .replace(value);
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }

    private BakeException wrong(String problem) {
        return place().error(problem);
    }

    private dev.anyarch.bake.source.SourcePlace place() {
        return new SourceText(source.file(), text).at(at);
    }
}
