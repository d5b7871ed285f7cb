package dev.anyarch.builder.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises {@code <<NAME}, {@code <<-NAME}, {@code 3<<"NAME"} among the words of an instruction. */
final class HeredocSyntax {
    private static final Pattern TOKEN = Pattern.compile("^(\\d{0,9})<<(-?)\\s*([^<]*)$");

    private HeredocSyntax() {}

    /**
     * The here-documents that a line opens, their text still empty. Blanks between {@code <<} and the name are none that
     * separate words.
     */
    static List<Heredoc> find(String line) {
        List<Heredoc> found = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (String part : Words.split(line, '\\')) {
            parse(word.append(part).toString()).ifPresent(found::add);
            if (word.isEmpty() || !part.endsWith("<<")) {
                word.setLength(0);
            }
        }
        return found;
    }

    static Optional<Heredoc> parse(String word) {
        Matcher matcher = TOKEN.matcher(word);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String raw = matcher.group(3);
        try {
            List<String> names = Expansion.words(raw.replace("$", "\\$"), '\\', Variables.NONE);
            if (names.size() != 1 || names.getFirst().isEmpty()) {
                return Optional.empty();
            }
            boolean expands = quotes(names.getFirst()) == quotes(raw);
            int descriptor = matcher.group(1).isEmpty() ? 0 : Integer.parseInt(matcher.group(1));
            return Optional.of(new Heredoc(names.getFirst(), expands, !matcher.group(2).isEmpty(), descriptor, ""));
        } catch (ExpansionException _) {
            return Optional.empty();
        }
    }

    private static long quotes(String text) {
        return text.chars().filter(c -> c == '\'' || c == '"').count();
    }
}
