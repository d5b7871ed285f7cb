package dev.anyarch.operations.graph;

import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The image is there, but not for every platform that was asked for. */
public final class MissingPlatformException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<Platform> available;

    /**
     * @param subject what was looked at: {@code copy of sha256:… from registry.example/app}
     * @param wanted what there is none for, as it was asked
     */
    public MissingPlatformException(String subject, String wanted, List<Platform> available) {
        super("%s: expected %s, found %s".formatted(subject, wanted, available.isEmpty()
                ? "no platform at all"
                : available.stream().map(Platform::toString).distinct().collect(Collectors.joining(", "))));
        this.available = List.copyOf(available);
    }

    public List<Platform> available() {
        return available;
    }
}
