package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import java.io.IOException;

/** An image that a Dockerfile names cannot be read; the message begins with the place, the cause says what kind of failure it is. */
public final class BaseImageException extends IOException {
    private static final long serialVersionUID = 1;

    private final IOException failure;

    BaseImageException(SourceLocation at, String reference, IOException failure) {
        this(at, reference, failure, "");
    }

    /** @param suggestion what may have been meant by the name, to follow the problem; or empty */
    BaseImageException(SourceLocation at, String reference, IOException failure, String suggestion) {
        super("%s: image %s: %s%s".formatted(at, reference, failure.getMessage(), suggestion), failure);
        this.failure = failure;
    }

    /** What failed, without the place. */
    public IOException failure() {
        return failure;
    }
}
