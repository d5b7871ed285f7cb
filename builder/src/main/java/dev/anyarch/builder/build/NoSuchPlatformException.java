package dev.anyarch.builder.build;

import java.io.IOException;

/** A base image is there, but not for the platform that is built; the message lists what it has. */
public final class NoSuchPlatformException extends IOException {
    private static final long serialVersionUID = 1;

    NoSuchPlatformException(String message) {
        super(message);
    }
}
