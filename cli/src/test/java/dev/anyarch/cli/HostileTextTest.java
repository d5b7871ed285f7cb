package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Dockerfile says, as commands repeat it on a terminal. */
final class HostileTextTest {
    @TempDir
    private Path directory;
    private Cli cli = new Cli(Path.of("."));

    @BeforeEach
    void makeContext() throws IOException {
        cli = new Cli(directory);
        Files.writeString(Files.createDirectories(directory.resolve("context")).resolve("file-amd64"), "amd64");
    }

    private Cli.Outcome succeed(String... arguments) {
        Cli.Outcome outcome = cli.run(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome;
    }

    @Test
    void whatADockerfileSaysCannotDrawOnATerminal() throws IOException {
        Files.writeString(directory.resolve("context/Dockerfile"), """
            FROM scratch
            LABEL a="\u001b[2J\u001b]0;title\u0007b"
            """);
        assertThat(succeed("build", "-t", "app", "context").err()).contains("LABEL a=\"b\"").doesNotContain("\u001b");
    }

    @Test
    void nothingInADockerfileDrawsOnTheTerminal() throws IOException {
        Files.writeString(directory.resolve("context/Dockerfile"),
                "ARG A=x\u001b[2Jy\nFROM scratch AS run\nARG A\nCOPY file-amd64 /\u001b]0;title\u0007z\n");
        assertThat(succeed("build", "--call", "outline", "context").out()).contains("\nA           xy\n");
        assertThat(succeed("plan", "--platform", "linux/amd64", "context").out()).contains("COPY file-amd64 /z")
                .doesNotContain("\u001b");
        assertThat(succeed("build", "--call", "outline", "-o", "json", "context").out()).contains("[2Jy");
    }
}
