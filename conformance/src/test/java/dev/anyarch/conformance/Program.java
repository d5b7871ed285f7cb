package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.testkit.RealPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A real program of this machine, run to its end with a time limit. */
record Program(Path executable, Map<String, String> environment, Duration limit) {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    Program(Path executable, Map<String, String> environment) {
        this(executable, environment, LIMIT);
    }

    /** The program, or the end of the test: skipped with the package to install, failed where interop is required. */
    static Program require(String name, String debianPackage) {
        RealPrograms.whyMissing(name, debianPackage).ifPresent(Program::missing);
        return new Program(RealPrograms.find(name).orElseThrow(), Map.of());
    }

    /** @param why for whoever is not */
    static void requireRoot(String why) {
        if (!"root".equals(System.getProperty("user.name"))) {
            missing(why);
        }
    }

    /** Ends the test because this machine lacks something: skipped, or failed where interop is required. */
    static void missing(String what) {
        if (RealPrograms.areRequired()) {
            Assertions.fail(what);
        }
        Assumptions.abort(what);
    }

    Program with(String variable, String value) {
        Map<String, String> copy = new LinkedHashMap<>(environment);
        copy.put(variable, value);
        return new Program(executable, copy, limit);
    }

    /** The same with another time limit. */
    Program within(Duration newLimit) {
        return new Program(executable, environment, newLimit);
    }

    /** Runs the program; whatever its exit code. */
    Outcome run(List<String> arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("anyarch-program", ".out");
        Path err = Files.createTempFile("anyarch-program", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder();
            builder.command().add(executable.toString());
            builder.command().addAll(arguments);
            builder.environment().putAll(environment);
            Process process = builder.redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return new Outcome(String.join(" ", builder.command()), process.exitValue(),
                    Files.readString(out, StandardCharsets.ISO_8859_1),
                    Files.readString(err, StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(arguments));
    }

    /** Runs the program, which must succeed; its standard output. */
    String output(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = run(arguments);
        assertThat(outcome.exitCode()).as("%s%n%s%s", outcome.command(), outcome.out(), outcome.err()).isZero();
        return outcome.out();
    }

    /**
     * How a program ended.
     *
     * @param out its standard output
     * @param err its standard error
     */
    record Outcome(String command, int exitCode, String out, String err) {}
}
