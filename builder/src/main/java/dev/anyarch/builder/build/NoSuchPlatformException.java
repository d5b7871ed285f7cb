package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.List;

/** A base image is there, but not for the platform that is built; the message lists what it has. */
public final class NoSuchPlatformException extends IOException {
    private static final long serialVersionUID = 1;

    private final String marked;
    private final transient List<Platform> available;
    private final String registry;

    NoSuchPlatformException(SourceLocation at, String message, List<Platform> available) {
        super("%s: %s".formatted(at, message));
        this.marked = at.marked();
        this.available = List.copyOf(available);
        this.registry = "";
    }

    /** @param registry why there is no more of it in its registry */
    NoSuchPlatformException(SourceLocation at, String message, List<Platform> available, String registry) {
        super("%s: %s here, and in its registry: %s".formatted(at, message, registry));
        this.marked = at.marked();
        this.available = List.copyOf(available);
        this.registry = registry;
    }

    /** The line that it is about, to follow the message: see {@link SourceLocation#marked}. */
    public String marked() {
        return marked;
    }

    /** Why its registry has no more of it, when that was asked; or empty. */
    public String registry() {
        return registry;
    }

    /** The platforms that the image has. */
    public List<Platform> available() {
        return available;
    }
}
