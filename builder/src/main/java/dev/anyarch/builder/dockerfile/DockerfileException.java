package dev.anyarch.builder.dockerfile;

import dev.anyarch.model.InvalidContentException;

/** A Dockerfile says something that cannot be built; the message begins with file and line and shows the line. */
public final class DockerfileException extends InvalidContentException {
    private static final long serialVersionUID = 1;
    private static final int MAX_SHOWN = 160;

    private final transient SourceLocation location;

    public DockerfileException(SourceLocation location, String problem) {
        super(message(location, problem));
        this.location = location;
    }

    public DockerfileException(SourceLocation location, String problem, Throwable cause) {
        super(message(location, problem), cause);
        this.location = location;
    }

    /** The message of {@code cause}, at a place. */
    public DockerfileException(SourceLocation location, Throwable cause) {
        this(location, String.valueOf(cause.getMessage()), cause);
    }

    public SourceLocation location() {
        return location;
    }

    private static String message(SourceLocation location, String problem) {
        if (location.text().isBlank()) {
            return "%s: %s".formatted(location, problem);
        }
        String number = Integer.toString(location.line());
        String line = printable(location.text());
        int column = Math.min(location.column() - 1, line.length());
        int indent = Math.min(column, line.length() - line.stripLeading().length());
        int start = column - indent < MAX_SHOWN / 2 ? indent : column - MAX_SHOWN / 2;
        int end = Math.min(line.length(), start + MAX_SHOWN);
        String before = start > indent ? "…" : "";
        String after = end < line.length() ? "…" : "";
        return "%s: %s%n  %s | %s%n  %s | %s^".formatted(location, problem, number,
                before + line.substring(start, end).stripTrailing() + after, " ".repeat(number.length()),
                " ".repeat(before.length() + column - start));
    }

    /** One printable line, so that a hostile file cannot draw on a terminal. */
    private static String printable(String line) {
        return line.replace('\t', ' ').replaceAll("\\p{Cntrl}", "?");
    }
}
