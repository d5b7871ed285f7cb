package dev.anyarch.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the program knows of the world around it; read once, in {@link Main}.
 *
 * @param variables the environment variables
 * @param home the user's directory
 * @param directory where relative paths begin
 * @param installation where the program is; the examples are below it
 * @param executor the rung of the ladder in whose user namespace this process is already, see {@link Executors}
 * @param input standard input
 */
public record Environment(Map<String, String> variables, Path home, Path directory, Path installation,
        Optional<String> executor, InputStream input) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** Where {@code text} is, seen from the working directory. */
    Path path(String text) {
        return directory.resolve(text).normalize();
    }

    /** The local store: {@code $ANYARCH_HOME}, or the XDG data directory. */
    Path storeDirectory() {
        return variable("ANYARCH_HOME").map(this::path)
                .or(() -> variable("XDG_DATA_HOME").map(Path::of).map(data -> data.resolve("anyarch")))
                .orElseGet(() -> home.resolve(".local/share/anyarch"));
    }
}
