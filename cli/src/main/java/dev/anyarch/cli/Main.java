package dev.anyarch.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Environment environment = new Environment(System.getenv(), home(System.getenv()),
                Path.of("").toAbsolutePath(), Path.of(System.getProperty("anyarch.root", "")).toAbsolutePath(),
                System.in);
        // The launcher asks the shell, which is cheaper than anything Java has.
        boolean terminal = Boolean.getBoolean("anyarch.terminal")
                && !environment.variable("TERM").orElse("dumb").equals("dumb");
        ExitCode exit = new CommandLineApplication(environment, Console.ofProcess(terminal)).run(List.of(arguments));
        System.exit(exit.number());
    }

    /** As every other tool has it: {@code HOME}, and what the system knows of the user only without that. */
    private static Path home(Map<String, String> variables) {
        String home = variables.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home", "/") : home);
    }
}
