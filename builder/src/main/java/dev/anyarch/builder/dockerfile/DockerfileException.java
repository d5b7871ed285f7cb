package dev.anyarch.builder.dockerfile;

import dev.anyarch.model.InvalidContentException;

/** A Dockerfile says something that cannot be built; the message begins with file and line and shows the line. */
public final class DockerfileException extends InvalidContentException {
    private static final long serialVersionUID = 1;

    private final transient SourceLocation location;

    public DockerfileException(SourceLocation location, String problem) {
        super(location.told(problem));
        this.location = location;
    }

    public DockerfileException(SourceLocation location, String problem, Throwable cause) {
        super(location.told(problem), cause);
        this.location = location;
    }

    /** The message of {@code cause}, at a place. */
    public DockerfileException(SourceLocation location, Throwable cause) {
        this(location, String.valueOf(cause.getMessage()), cause);
    }

    public SourceLocation location() {
        return location;
    }
}
