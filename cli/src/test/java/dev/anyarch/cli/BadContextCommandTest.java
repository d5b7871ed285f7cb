package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.store.layout.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Contexts that do not keep still, through the command line. */
class BadContextCommandTest {
    @TempDir
    Path directory = Path.of("");

    /** A file of the kernel has other content whenever it is read, and another size than it says. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aContextThatChangesIsNotTheDockerfilesFaultAndNothingComesOfIt() throws IOException {
        Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY status /s\n");
        Cli cli = new Cli(directory);
        Cli.Outcome outcome = cli.run("build", "-f", "Dockerfile", "-t", "app:1", "-o", "oci:out", "/proc/self");
        assertThat(outcome.err()).contains("Dockerfile:2:1: /proc/self/status: it changed during the build");
        assertThat(outcome.exit()).isEqualTo(10);
        assertThat(cli.run("images", "-o", "json").out()).isEqualTo("[]\n");
        assertThat(OciLayout.open(directory.resolve("out")).tags()).isEmpty();
    }
}
