package dev.anyarch.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line under test, as a process of its own with a home of its own. */
final class Anyarch {
    private final Program java;
    private final List<String> prefix;

    Anyarch(Path home) {
        this(new Program(Path.of(System.getProperty("java.home"), "bin", "java"),
                Map.of("ANYARCH_HOME", home.resolve("store").toString(), "HOME", home.toString(), "ANYARCH_CONFIG",
                        home.resolve("config.yaml").toString())),
                options(System.getProperty("java.class.path")));
    }

    private Anyarch(Program java, List<String> prefix) {
        this.java = java;
        this.prefix = List.copyOf(prefix);
    }

    private static List<String> options(String classPath) {
        return List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath, "dev.anyarch.cli.Main");
    }

    /**
     * The same, called by another user.
     *
     * @param temporary where that user has temporary files
     */
    Anyarch as(String user, String classPath, Path temporary) {
        List<String> all = new ArrayList<>(
                List.of("--reuid", user, "--regid", user, "--init-groups", java.executable().toString(),
                        "-Djava.io.tmpdir=" + temporary));
        all.addAll(options(classPath));
        return new Anyarch(new Program(Path.of("/usr/bin/setpriv"), java.environment()), all);
    }

    /** The same with a variable more. */
    Anyarch with(String variable, String value) {
        return new Anyarch(java.with(variable, value), prefix);
    }

    /** The same with more time for each command. */
    Anyarch within(Duration limit) {
        return new Anyarch(java.within(limit), prefix);
    }

    Program.Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(arguments));
        return java.run(all);
    }

    /** As {@link #run}, from a directory. */
    Program.Outcome runIn(Path directory, List<String> arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of("--chdir=" + directory, java.executable().toString()));
        all.addAll(prefix);
        all.addAll(arguments);
        return new Program(Path.of("/usr/bin/env"), java.environment()).run(all);
    }

    /**
     * Starts a command as a terminal would, and does not wait for it; what it says is thrown away. A process that was
     * started in the background of a script ignores Ctrl-C, and so would its children.
     */
    Process startInForeground(String... arguments) throws IOException {
        return startInForeground(ProcessBuilder.Redirect.DISCARD, arguments);
    }

    /** As {@link #startInForeground(String...)}; what it says on standard error goes to a file. */
    Process startInForeground(Path messages, String... arguments) throws IOException {
        return startInForeground(ProcessBuilder.Redirect.to(messages.toFile()), arguments);
    }

    /** What starts a command, for somebody else to start it. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("env"));
        java.environment().forEach((name, value) -> command.add(name + "=" + value));
        command.add(java.executable().toString());
        command.addAll(prefix);
        command.addAll(List.of(arguments));
        return command;
    }

    private Process startInForeground(ProcessBuilder.Redirect messages, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT,HUP,TERM",
                java.executable().toString());
        builder.command().addAll(prefix);
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(java.environment());
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(messages)
                .start();
    }

    /** The words of a command on a terminal, as the launcher puts them together, and the environment for it. */
    List<String> onTerminal(String... arguments) {
        List<String> words = new ArrayList<>(List.of("env"));
        java.environment().forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(List.of(java.executable().toString(), "-Danyarch.terminal=true"));
        words.addAll(prefix);
        words.addAll(List.of(arguments));
        return words;
    }

    /** Runs a command that must succeed; its standard output. */
    String output(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(arguments));
        return java.output(all.toArray(String[]::new));
    }
}
