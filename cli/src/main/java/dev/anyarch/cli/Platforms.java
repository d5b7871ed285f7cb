package dev.anyarch.cli;

import dev.anyarch.model.platform.Platform;
import java.util.ArrayList;
import java.util.List;

/** Platforms as options name them: {@code linux/arm64}, {@code local}. */
final class Platforms {
    private Platforms() {}

    static Platform parse(String text) throws UsageException {
        if (text.equals("local")) {
            return HostPlatform.current();
        }
        try {
            return Platform.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    static List<Platform> parseAll(List<String> texts) throws UsageException {
        List<Platform> platforms = new ArrayList<>();
        for (String text : texts) {
            platforms.add(parse(text));
        }
        return List.copyOf(platforms);
    }
}
