package dev.anyarch.builder.build;

import java.nio.file.Path;
import java.util.Optional;

/** What a name stands for that the caller gives to a build, in place of a stage or an image of that name. */
public sealed interface NamedContext {

    /**
     * The files of a directory: to copy from, or in FROM an image that has them and nothing else.
     *
     * @param ignoreFile the text of its {@code .dockerignore}
     */
    record Files(Path directory, Optional<String> ignoreFile) implements NamedContext {}

    /**
     * An image.
     *
     * @param reference as {@link BaseImages} knows it
     */
    record Image(String reference) implements NamedContext {}
}
