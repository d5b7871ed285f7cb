package dev.anyarch.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Environment environment = new Environment(System.getenv(), home(System.getenv()),
                Path.of("").toAbsolutePath(), Path.of(System.getProperty("anyarch.root", "")).toAbsolutePath(),
                Optional.ofNullable(System.getProperty(Executors.PROPERTY)), System.in);
        // The launcher asks the shell, which is cheaper than anything Java has.
        boolean terminal = Boolean.getBoolean("anyarch.terminal")
                && !environment.variable("TERM").orElse("dumb").equals("dumb");
        boolean colors = environment.variable("NO_COLOR").isEmpty();
        ExitCode exit = new CommandLineApplication(environment, Console.ofProcess(terminal, colors))
                .run(List.of(arguments));
        if (exit != ExitCode.OK || hasOtherThreads()) {
            System.exit(exit.number());
        }
        // Returning is the same without the logger that System.exit looks for on the class path, which takes 11 ms.
    }

    /** Whether a thread would keep the process alive. */
    private static boolean hasOtherThreads() {
        Thread[] threads = new Thread[Thread.activeCount() + 1];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i] != Thread.currentThread() && !threads[i].isDaemon()) {
                return true;
            }
        }
        return count == threads.length;
    }

    /** As every other tool has it: {@code HOME}, and what the system knows of the user only without that. */
    private static Path home(Map<String, String> variables) {
        String home = variables.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home", "/") : home);
    }
}
