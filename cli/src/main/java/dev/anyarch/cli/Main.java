package dev.anyarch.cli;

import java.nio.file.Path;
import java.util.List;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Environment environment = new Environment(System.getenv(), Path.of(System.getProperty("user.home", "/")),
                Path.of("").toAbsolutePath(), Path.of(System.getProperty("anyarch.root", "")).toAbsolutePath(),
                System.in);
        // The launcher asks the shell, which is cheaper than anything Java has.
        boolean terminal = Boolean.getBoolean("anyarch.terminal")
                && !environment.variable("TERM").orElse("dumb").equals("dumb");
        ExitCode exit = new CommandLineApplication(environment, Console.ofProcess(terminal)).run(List.of(arguments));
        System.exit(exit.number());
    }
}
