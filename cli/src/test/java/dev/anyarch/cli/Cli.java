package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs commands in this process, with a home of their own and nothing from outside. */
final class Cli {
    private final Path directory;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private byte[] input = {};

    Cli(Path directory) {
        this.directory = directory;
        variables.put("ANYARCH_HOME", directory.resolve("home").toString());
        variables.put("DOCKER_CONFIG", directory.resolve("docker").toString());
        variables.put("PATH", System.getenv("PATH"));
    }

    /** What a run printed, and its exit code. */
    record Outcome(int exit, String out, String err) {

        /** The only line of the result. */
        String line() {
            return out.strip();
        }
    }

    Cli withInput(String text) {
        input = text.getBytes(UTF_8);
        return this;
    }

    Cli withVariable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = new Environment(variables, directory.resolve("user"), directory,
                Path.of("..").toAbsolutePath().normalize(), Optional.empty(),
                new ByteArrayInputStream(input));
        Console console = new Console(new PrintStream(out, false, UTF_8), new PrintStream(err, false, UTF_8), false);
        ExitCode exit = new CommandLineApplication(environment, console).run(List.of(arguments));
        return new Outcome(exit.number(), out.toString(UTF_8), err.toString(UTF_8));
    }
}
