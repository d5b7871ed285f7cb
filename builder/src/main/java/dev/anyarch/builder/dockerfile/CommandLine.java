package dev.anyarch.builder.dockerfile;

import java.util.List;

/** What RUN, CMD, ENTRYPOINT and HEALTHCHECK execute. */
public sealed interface CommandLine {

    /** The JSON form: arguments exactly as given, no shell. */
    record Exec(List<String> arguments) implements CommandLine {
        public Exec {
            arguments = List.copyOf(arguments);
        }
    }

    /** The shell form: one text for the stage's shell, never expanded by the builder. */
    record Shell(String text) implements CommandLine {}
}
