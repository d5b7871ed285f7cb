package dev.anyarch.builder.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Joins physical lines into logical ones: comments, continuation, here-documents. One object reads one file. */
final class LineJoiner {
    private static final int MAX_LINES = 200_000;
    private static final Pattern HEREDOC_INSTRUCTION = Pattern.compile("(?i)^(ONBUILD\\s+)?(RUN|COPY|ADD)\\s.*",
            Pattern.DOTALL);

    private final String file;
    private final List<String> lines;
    private final List<String> lineEnds;
    private final char escape;
    private final List<DockerfileWarning> warnings;
    private int next;

    private LineJoiner(String file, List<String> written, char escape, List<DockerfileWarning> warnings) {
        this.file = file;
        this.lines = written.stream().map(LineJoiner::withoutEnd).toList();
        this.lineEnds = written.stream().map(line -> line.substring(withoutEnd(line).length())).toList();
        this.escape = escape;
        this.warnings = warnings;
    }

    /** @param lines without their line feeds; a here-document keeps what else ends them */
    static List<LogicalLine> join(String file, List<String> lines, char escape, List<DockerfileWarning> warnings)
            throws DockerfileException {
        if (lines.size() > MAX_LINES) {
            throw new DockerfileException(SourceLocation.of(file),
                    "expected at most %d lines, found %d".formatted(MAX_LINES, lines.size()));
        }
        LineJoiner joiner = new LineJoiner(file, lines, escape, warnings);
        List<LogicalLine> joined = new ArrayList<>();
        for (Optional<LogicalLine> line = joiner.read(); line.isPresent(); line = joiner.read()) {
            joined.add(line.get());
        }
        return joined;
    }

    static String withoutEnd(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.substring(0, end);
    }

    private Optional<LogicalLine> read() throws DockerfileException {
        while (next < lines.size()) {
            int first = next;
            String text = instruction().strip();
            if (!text.isEmpty()) {
                return Optional.of(withHeredocs(first, text));
            }
        }
        return Optional.empty();
    }

    /** The joined text that begins at the next line; empty for a comment or a blank line. */
    private String instruction() {
        String line = lines.get(next++).stripLeading();
        if (line.startsWith("#")) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        Optional<Integer> empty = Optional.empty();
        while (true) {
            int cut = continuation(line);
            text.append(line, 0, cut < 0 ? line.length() : cut);
            if (cut < 0) {
                break;
            }
            while (next < lines.size() && isSkipped(lines.get(next))) {
                if (empty.isEmpty() && lines.get(next).isBlank()) {
                    empty = Optional.of(next);
                }
                next++;
            }
            if (next == lines.size()) {
                break;
            }
            line = lines.get(next++);
        }
        if (empty.isPresent()) {
            warnings.add(new DockerfileWarning(location(empty.get()), LintRule.NO_EMPTY_CONTINUATION,
                    "an empty line inside a continued instruction is dropped; remove it or put a comment there"));
        }
        return text.toString();
    }

    private static boolean isSkipped(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    /** Where a continued line ends, -1 when it does not continue: an unescaped escape, then only blanks. */
    private int continuation(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        boolean continues = end > 0 && line.charAt(end - 1) == escape
                && (end == 1 || line.charAt(end - 2) != escape);
        return continues ? end - 1 : -1;
    }

    private LogicalLine withHeredocs(int first, String text) throws DockerfileException {
        List<Heredoc> opened = text.contains("<<") && HEREDOC_INSTRUCTION.matcher(text).matches()
                ? HeredocSyntax.find(text)
                : List.of();
        StringBuilder written = new StringBuilder();
        List<Heredoc> heredocs = new ArrayList<>();
        for (Heredoc heredoc : opened) {
            heredocs.add(heredoc.withText(body(first, heredoc, written)));
        }
        return new LogicalLine(location(first), text, heredocs, written.toString());
    }

    private String body(int first, Heredoc heredoc, StringBuilder written) throws DockerfileException {
        StringBuilder body = new StringBuilder();
        written.append('\n');
        while (next < lines.size()) {
            String end = lineEnds.get(next) + '\n';
            String line = lines.get(next++);
            if ((heredoc.stripsTabs() ? withoutLeadingTabs(line) : line).equals(heredoc.name())) {
                written.append(heredoc.name());
                return body.toString();
            }
            written.append(line).append(end);
            body.append(line).append(end);
        }
        throw new DockerfileException(location(first),
                "the here-document <<%s is not closed: expected a line '%s'".formatted(heredoc.name(), heredoc.name()));
    }

    private static String withoutLeadingTabs(String line) {
        int start = 0;
        while (start < line.length() && line.charAt(start) == '\t') {
            start++;
        }
        return line.substring(start);
    }

    private SourceLocation location(int first) {
        return SourceLocation.of(file, first + 1, lines.subList(first, next));
    }
}
