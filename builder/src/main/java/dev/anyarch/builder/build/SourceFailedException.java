package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import java.io.IOException;

/** What an ADD names elsewhere cannot be fetched; the message begins with the place and shows the line, the cause says what kind of failure it is. */
public final class SourceFailedException extends IOException {
    private static final long serialVersionUID = 1;

    private final IOException failure;

    SourceFailedException(SourceLocation at, IOException failure) {
        super(at.told(String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")), failure);
        this.failure = failure;
    }

    /** What failed, without the place. */
    public IOException failure() {
        return failure;
    }
}
