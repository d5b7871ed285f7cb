package dev.anyarch.builder.dockerfile;

import dev.anyarch.model.Nearest;
import java.util.Collection;

/** "Did you mean", as BuildKit writes it behind what is wrong with a Dockerfile. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code ", did you mean COPY?"} or nothing. */
    public static String of(String word, Collection<String> known) {
        return Nearest.find(word, known).map(", did you mean %s?"::formatted).orElse("");
    }
}
