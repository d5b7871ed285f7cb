package dev.anyarch.executables;

import dev.anyarch.model.platform.Platform;
import java.util.List;
import java.util.Optional;

/**
 * A text with {@code #!} in front, which is executed by what its first line names.
 *
 * @param interpreter the path as written
 * @param argument what follows the path, as one argument, as Linux passes it
 */
public record Script(String interpreter, Optional<String> argument) implements Executable {

    @Override
    public List<Platform> platforms() {
        return List.of();
    }

    @Override
    public boolean isLoadable() {
        return true;
    }

    @Override
    public String description() {
        return "script for " + interpreter;
    }
}
