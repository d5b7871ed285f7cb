package dev.anyarch.builder.dockerfile;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where an instruction stands, or a word of it.
 *
 * @param file as people know it: {@code Dockerfile}, {@code app/Dockerfile}, {@code ONBUILD of golang:1.25}
 * @param line of its first line, from 1
 * @param column of its first character, from 1
 * @param lines as written, from the first to the last; none when it is about the whole file
 */
public record SourceLocation(String file, int line, int column, List<String> lines) {
    private static final int MAX_SHOWN = 160;
    private static final int MAX_PROBLEM = 1000;
    /** In a URL, between its user and its host. */
    private static final Pattern PASSWORD = Pattern.compile("(?<=://[^/@:\\s]{0,100}:)[^/@\\s]+(?=@)");
    private static final String WORD = "[\\p{Alnum}_]";

    public SourceLocation {
        lines = List.copyOf(lines);
    }

    /** The whole file. */
    static SourceLocation of(String file) {
        return new SourceLocation(file, 1, 1, List.of());
    }

    /** Lines of a file, pointing at the first character that is not blank. */
    static SourceLocation of(String file, int line, List<String> lines) {
        String first = lines.getFirst();
        int indent = first.length() - first.stripLeading().length();
        return new SourceLocation(file, line, indent + 1, lines);
    }

    /** Its last line. */
    public int endLine() {
        return line + Math.max(0, lines.size() - 1);
    }

    /** The first line as written; empty when it is about the whole file. */
    public String text() {
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    /** Where {@code word} stands in it for the first time, after what is pointed at already; itself when it is nowhere. */
    public SourceLocation at(String word) {
        if (word.isBlank()) {
            return this;
        }
        for (int i = 0; i < lines.size(); i++) {
            int found = find(lines.get(i), word, i == 0 ? column - 1 : 0);
            if (found >= 0) {
                return new SourceLocation(file, line + i, found + 1, lines.subList(i, lines.size()));
            }
        }
        return this;
    }

    /** A name is not found within a longer one. */
    private static int find(String text, String word, int from) {
        boolean endsAsWord = word.substring(word.length() - 1).matches(WORD);
        boolean beginsAsWord = word.substring(0, 1).matches(WORD);
        for (int at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = !beginsAsWord || at == 0 || !text.substring(at - 1, at).matches(WORD);
            boolean ends = !endsAsWord || end == text.length() || !text.substring(end, end + 1).matches(WORD);
            if (begins && ends) {
                return at;
            }
        }
        return -1;
    }

    /** A message about it: where, what, and the line with a mark. */
    public String told(String problem) {
        return "%s: %s%s".formatted(this, printable(shortened(problem)), marked());
    }

    /** What a file has in one word may be more than anybody reads; what is wrong with it stands at the end. */
    private static String shortened(String problem) {
        return problem.length() <= MAX_PROBLEM
                ? problem
                : problem.substring(0, MAX_PROBLEM / 2) + "…" + problem.substring(problem.length() - MAX_PROBLEM / 2);
    }

    /** The line with its number on a line of its own, and below it a mark at the column; empty for the whole file. */
    public String marked() {
        if (text().isBlank()) {
            return "";
        }
        String number = Integer.toString(line);
        String shown = withoutPasswords(printable(text()));
        int at = Math.min(column - 1, shown.length());
        int indent = Math.min(at, shown.length() - shown.stripLeading().length());
        int start = at - indent < MAX_SHOWN / 2 ? indent : at - MAX_SHOWN / 2;
        int end = Math.min(shown.length(), start + MAX_SHOWN);
        String before = start > indent ? "…" : "";
        String after = end < shown.length() ? "…" : "";
        return "%n  %s | %s%n  %s | %s^".formatted(number, before + shown.substring(start, end).stripTrailing() + after,
                " ".repeat(number.length()), " ".repeat(before.length() + at - start));
    }

    /** Messages are kept where the file is not. Everything stands where it stood. */
    private static String withoutPasswords(String line) {
        return PASSWORD.matcher(line).replaceAll(found -> "*".repeat(found.group().length()));
    }

    /** One printable line, so that a hostile file cannot draw on a terminal. */
    static String printable(String line) {
        return line.replace('\t', ' ').replaceAll("\\p{Cntrl}", "?");
    }

    /** {@code file:line:column}, or the file. */
    @Override
    public String toString() {
        return lines.isEmpty() ? file : file + ":" + line + ":" + column;
    }
}
