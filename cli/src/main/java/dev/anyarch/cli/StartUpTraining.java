package dev.anyarch.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The run that the launcher's AOT cache is made from: the short commands, once each, so that their classes are loaded,
 * linked and profiled. Not a command; prints nothing.
 */
public final class StartUpTraining {
    private StartUpTraining() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Environment environment = new Environment(Map.of(), Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
                Path.of("").toAbsolutePath(), Path.of("").toAbsolutePath(), new ByteArrayInputStream(new byte[0]));
        CommandLineApplication application = new CommandLineApplication(environment,
                new Console(nowhere, nowhere, true));
        for (String line : List.of("help", "version", "version -o json", "help version", "completion bash")) {
            application.run(List.of(line.split(" ")));
        }
    }
}
