package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import java.io.IOException;

/** A Dockerfile names an image that is nowhere; the message begins with file and line and shows the line. */
public final class NoSuchImageException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param suggestion what may have been meant, to follow the problem; or empty */
    NoSuchImageException(SourceLocation at, String reference, String suggestion) {
        super(at.told("image %s: there is no stage of this name, and no such repository, tag or digest%s"
                .formatted(reference, suggestion)));
    }
}
