package dev.anyarch.bake.compose;

import dev.anyarch.bake.source.SourceText;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What compose files see of the world around them.
 *
 * @param variables what can be interpolated
 * @param files reads the files that others name
 * @param warnings is told what is odd
 */
public record ComposeInput(Function<String, Optional<String>> variables, Files files, Consumer<String> warnings) {

    /** Reads files. */
    @FunctionalInterface
    public interface Files {
        /** The text of a file, whose path is seen from the working directory. */
        SourceText read(String path) throws IOException;
    }
}
