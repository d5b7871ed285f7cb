package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCommandTest {
    @TempDir
    Path directory;
    private Cli cli = new Cli(Path.of("."));

    @BeforeEach
    void makeContext() throws IOException {
        cli = new Cli(directory);
        Path context = Files.createDirectories(directory.resolve("context"));
        Files.writeString(context.resolve("file-amd64"), "amd64");
        Files.writeString(context.resolve("file-arm64"), "arm64");
        Files.writeString(context.resolve("Dockerfile"), """
            FROM scratch
            ARG TARGETARCH
            COPY file-$TARGETARCH /file
            """);
    }

    private Cli.Outcome succeed(String... arguments) {
        Cli.Outcome outcome = cli.run(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome;
    }

    @Test
    void oneCommandBuildsForManyPlatformsIntoManyPlaces() throws IOException {
        String digest = succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", "app:1", "-o", "oci:layout:1",
                "-o", "type=oci,dest=app.tar", "--iidfile", "id", "--metadata-file", "metadata.json",
                "--annotation", "index:a=b", "context").line();
        assertThat(succeed("platforms", "store:app:1").out()).isEqualTo("linux/amd64\nlinux/arm64\n");
        for (String place : new String[]{"store:app:1", "oci:layout:1", "oci-archive:app.tar"}) {
            assertThat(succeed("inspect", "-o", "json", place).out()).contains(digest);
        }
        assertThat(directory.resolve("id")).hasContent(digest);
        assertThat(Files.readString(directory.resolve("metadata.json")))
                .contains("\"containerimage.digest\": \"" + digest + "\"", "linux/arm64");
        assertThat(succeed("inspect", "--raw", "store:app:1").out()).contains("\"a\":\"b\"");
    }

    @Test
    void imagesOfTheStoreAreThereToBuildOn() throws IOException {
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", "base", "context");
        Files.writeString(directory.resolve("context/Dockerfile"), "FROM base\nLABEL a=b\n");
        succeed("build", "--platform", "linux/arm64", "-t", "derived", "context");
        assertThat(succeed("platforms", "store:derived").out()).isEqualTo("linux/arm64\n");

        Cli.Outcome outcome = cli.run("build", "--platform", "linux/s390x", "-t", "derived", "context");
        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err()).contains("linux/s390x", "linux/amd64", "linux/arm64");
    }

    @Test
    void mistakesAreToldWithTheirPlace() throws IOException {
        assertThat(cli.run("build", "context").err()).contains("expected --tag NAME or --output PLACE");
        assertThat(cli.run("build", "-t", "app", "-f", "none", "context").exit()).isEqualTo(3);
        assertThat(cli.run("build", "-t", "app", "-o", "type=tar,dest=x", "context").exit()).isEqualTo(2);
        Files.writeString(directory.resolve("context/Dockerfile"), "FROM scratch\nRUN true\n");
        Cli.Outcome outcome = cli.run("build", "-t", "app", "context");
        assertThat(outcome.exit()).isEqualTo(8);
        assertThat(outcome.err()).contains("Dockerfile:2").contains("RUN");
    }

    @Test
    void quickstartTellsTheWholeStory() {
        Cli.Outcome outcome = succeed("quickstart");
        assertThat(outcome.out()).contains("linux/riscv64", "\"variant\": \"v7\"", "== Which entry each host gets",
                "linux/arm/v6     nothing", "== What to type next");
        assertThat(succeed("quickstart").out()).contains("== What to type next");
    }
}
