package dev.anyarch.builder.build;

import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.List;

/** A base image is there, but not for the platform that is built; the message lists what it has. */
public final class NoSuchPlatformException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<Platform> available;

    NoSuchPlatformException(String message, List<Platform> available) {
        super(message);
        this.available = List.copyOf(available);
    }

    /** The platforms that the image has. */
    public List<Platform> available() {
        return available;
    }
}
