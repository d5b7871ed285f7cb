package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import java.io.IOException;

/** An image that a Dockerfile names cannot be read; the message begins with the place, the cause says what kind of failure it is. */
public final class BaseImageException extends IOException {
    private static final long serialVersionUID = 1;

    private final IOException failure;

    BaseImageException(SourceLocation at, String reference, IOException failure) {
        super("%s: image %s: %s".formatted(at, reference, failure.getMessage()), failure);
        this.failure = failure;
    }

    /** What failed, without the place. */
    public IOException failure() {
        return failure;
    }
}
