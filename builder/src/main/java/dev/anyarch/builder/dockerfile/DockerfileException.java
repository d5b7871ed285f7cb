package dev.anyarch.builder.dockerfile;

import dev.anyarch.model.InvalidContentException;

/** A Dockerfile says something that cannot be built; the message begins with file and line and shows the line. */
public final class DockerfileException extends InvalidContentException {
    private static final long serialVersionUID = 1;
    private static final int MAX_LENGTH = 1000;

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
        return "%s: %s%s".formatted(location, SourceLocation.printable(shortened(problem)), location.marked());
    }

    /** What a file has in one word may be more than anybody reads; what is wrong with it stands at the end. */
    private static String shortened(String problem) {
        return problem.length() <= MAX_LENGTH
                ? problem
                : problem.substring(0, MAX_LENGTH / 2) + "…" + problem.substring(problem.length() - MAX_LENGTH / 2);
    }
}
