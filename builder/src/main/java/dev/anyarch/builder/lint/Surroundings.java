package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.Instruction;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is known beside the Dockerfile.
 *
 * @param ignored whether a path of the context is ignored
 * @param arguments that the build is given
 * @param base the variables that a FROM's image sets
 */
public record Surroundings(Predicate<String> ignored, Map<String, String> arguments, BaseVariables base) {
    /** Nothing is known. */
    public static final Surroundings UNKNOWN = new Surroundings(_ -> false, Map.of(), _ -> Optional.empty());

    public Surroundings {
        arguments = Map.copyOf(arguments);
    }

    /** Asked once for each FROM that names an image. */
    @FunctionalInterface
    public interface BaseVariables {
        /** The names of the variables; empty when the image is not known. */
        Optional<Set<String>> find(Instruction.From from);
    }
}
