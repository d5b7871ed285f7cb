package dev.anyarch.bake.source;

import dev.anyarch.model.InvalidContentException;

/** A bake or compose file says something that cannot be; the message begins with file, line and column and shows the line. */
public final class BakeException extends InvalidContentException {
    private static final long serialVersionUID = 1;
    private static final int MAX_SHOWN = 160;

    private final transient SourcePlace place;
    private final String problem;

    public BakeException(SourcePlace place, String problem) {
        super(message(place, problem));
        this.place = place;
        this.problem = problem;
    }

    public BakeException(SourcePlace place, String problem, Throwable cause) {
        super(message(place, problem), cause);
        this.place = place;
        this.problem = problem;
    }

    public SourcePlace place() {
        return place;
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }

    private static String message(SourcePlace place, String problem) {
        String line = place.lineText();
        return line.isBlank()
                ? "%s: %s".formatted(place, problem)
                : "%s: %s%n  %d | %s".formatted(place, problem, place.line(), shown(line));
    }

    /** One printable line, so that a hostile file cannot draw on a terminal. */
    private static String shown(String line) {
        String printable = line.strip().replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= MAX_SHOWN ? printable : printable.substring(0, MAX_SHOWN) + "…";
    }
}
