package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.testkit.NeedsProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a build, on a real pseudo terminal of {@code script}. */
@NeedsProgram(value = "script", debianPackage = "bsdutils")
@NeedsProgram(value = "crun", debianPackage = "crun")
final class LiveDisplayIT {
    private static final int COLUMNS = 60;
    private static final String NARROW = "stty cols %d rows 20; ".formatted(COLUMNS);
    private static final String BASE = """
        FROM scratch
        COPY --chmod=755 busybox-amd64 /bin/busybox
        SHELL ["/bin/busybox", "sh", "-c"]
        """;

    @TempDir
    private Path directory;
    private Anyarch anyarch;

    @BeforeEach
    void needsRoot() {
        Program.requireRoot("RUN needs root here");
        anyarch = new Anyarch(directory.resolve("home"));
    }

    @Test
    void thePictureIsRedrawnInPlaceAndStaysWithoutTheOutputOfWhatWentWell() throws IOException, InterruptedException {
        String raw = run(build(anyarch,
                "RUN for i in $(/bin/busybox seq 100); do echo line $i; /bin/busybox usleep 5000; done"));
        assertThat(raw).contains("  | line ").contains("\u001b[36m");
        List<String> screen = Screen.of(raw, COLUMNS);
        assertThat(screen.getFirst()).matches("building [0-9.]+s: 3 steps done");
        assertThat(screen.get(1)).matches("linux/amd64 \\[0 3/3] +done [0-9.]+s");
        assertThat(screen.get(2)).startsWith("built oci:");
        assertThat(screen.get(3)).startsWith("sha256:");
        assertThat(screen).noneMatch(line -> line.contains("  | "));
    }

    @Test
    void aFailedCommandsOutputIsThereInFullBelowThePicture() throws IOException, InterruptedException {
        String raw = run(build(anyarch, "RUN for i in $(/bin/busybox seq 50); do echo line $i; done; exit 3"));
        List<String> screen = Screen.of(raw, COLUMNS);
        assertThat(screen.get(1)).matches("linux/amd64 \\[0 3/3] RUN .*FAILED [0-9.]+s");
        for (int i = 1; i <= 50; i++) {
            assertThat(screen).contains("  | line " + i);
        }
        assertThat(String.join("", screen)).contains("exit code 3").contains("rc=1");
    }

    @Test
    void ctrlCLeavesTheTerminalAsItWasAndExitsWith130() throws IOException, InterruptedException {
        Path typescript = directory.resolve("typescript");
        // Ctrl-C is for the shell as well, which has to go on
        Process script = start("trap : INT; " + NARROW + "before=$(stty -g); "
                + build(anyarch, "RUN echo begun; /bin/busybox sleep 100")
                + "; echo rc=$?; [ \"$before\" = \"$(stty -g)\" ] && echo same", typescript);
        Await.until(Duration.ofSeconds(60), "the command runs", () -> read(typescript).contains("  | begun"));
        script.getOutputStream().write(3);
        script.getOutputStream().flush();
        script.waitFor();
        List<String> screen = Screen.of(shown(typescript), COLUMNS);
        assertThat(screen).contains("rc=130", "same").contains("anyarch: interrupted; nothing half-done is visible");
        assertThat(screen.get(1)).startsWith("linux/amd64 [0 3/3] RUN echo begun");
        assertThat(String.join("", screen)).doesNotContain("anyarch: build:");
    }

    @Test
    void whoWantsNoColoursGetsNone() throws IOException, InterruptedException {
        String raw = run(build(anyarch.with("NO_COLOR", "1"), "RUN echo x"));
        assertThat(raw).contains("\u001b[J").doesNotContainPattern("\u001b\\[[0-9]+m");
    }

    @Test
    void aTerminalThatCannotMoveItsCursorGetsPlainLines() throws IOException, InterruptedException {
        String raw = run(build(anyarch.with("TERM", "dumb"), "RUN echo x"));
        assertThat(raw).doesNotContain("\u001b").contains("linux/amd64 [0 3/3] | x");
    }

    /** The words of a build, for a shell. */
    private String build(Anyarch with, String run) throws IOException, InterruptedException {
        Path context = Files.createDirectories(directory.resolve("context"));
        Path busybox = context.resolve("busybox-amd64");
        if (!Files.exists(busybox)) {
            Files.copy(Busybox.context().resolve("busybox-amd64"), busybox);
        }
        Files.writeString(context.resolve("Dockerfile"), BASE + run + "\n");
        return with.onTerminal("build", "--platform", "linux/amd64", "-o", "oci:" + directory.resolve("layout"),
                context.toString())
                .stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
    }

    private String run(String command) throws IOException, InterruptedException {
        Path typescript = directory.resolve("typescript");
        start(NARROW + command + "; echo rc=$?", typescript).waitFor();
        return shown(typescript);
    }

    private static Process start(String command, Path typescript) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT",
                Program.require("script", "bsdutils").executable().toString(), "-q", "-f", "-e", "-c", command,
                typescript.toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectErrorStream(true).start();
    }

    private static String read(Path typescript) {
        try {
            return Files.exists(typescript) ? Files.readString(typescript, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the lines that {@code script} writes around what was shown. */
    private static String shown(Path typescript) throws IOException {
        String text = Files.readString(typescript);
        return text.substring(text.indexOf('\n') + 1).replaceFirst("\\R*Script done on .*\\R*$", "");
    }
}
