package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Stage;
import java.util.Locale;
import java.util.Set;

/**
 * Which stages are built anew although an earlier build has made the same.
 *
 * @param all whether all of them
 * @param stages by name, in lower case, or number
 */
public record Freshness(boolean all, Set<String> stages) {
    /** What is known is taken. */
    public static final Freshness NONE = new Freshness(false, Set.of());
    public static final Freshness ALL = new Freshness(true, Set.of());

    public Freshness {
        stages = Set.copyOf(stages);
    }

    boolean isFresh(Stage stage) {
        return all || stages.contains(Integer.toString(stage.index()))
                || stage.from().name().filter(name -> stages.contains(name.toLowerCase(Locale.ROOT))).isPresent();
    }
}
