package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
    @TempDir
    Path directory;
    private Cli cli = new Cli(Path.of("."));

    @BeforeEach
    void makeContext() throws IOException {
        cli = new Cli(directory);
        Path context = Files.createDirectories(directory.resolve("context"));
        Files.writeString(context.resolve("file-amd64"), "amd64");
        Files.writeString(context.resolve("file-arm64"), "arm64");
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nARG TARGETARCH\nCOPY file-$TARGETARCH /file\n");
    }

    private Cli.Outcome succeed(String... arguments) {
        Cli.Outcome outcome = cli.run(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome;
    }

    @Test
    void aPlanTellsBasesAndStepsBeforeAnythingIsBuilt() throws IOException {
        Files.writeString(directory.resolve("context/Dockerfile"), "FROM scratch\nCOPY file-amd64 /\n");
        succeed("build", "--platform", "linux/amd64,linux/riscv64", "-t", "base", "context");
        Files.writeString(directory.resolve("context/Dockerfile"), """
            FROM base AS build
            RUN make
            FROM base
            COPY file-amd64 /x
            COPY --from=build /y /y
            """);
        Cli.Outcome plan = succeed("plan", "--platform", "linux/amd64,linux/riscv64", "context");
        assertThat(plan.out()).contains(
                "BASE   linux/amd64   linux/riscv64\nbase   yes           yes",
                "stage build", "  4 COPY file-amd64 /x", "nothing is executed in stage 1",
                "advice: stage build: 1 RUN emulated");
        assertThat(succeed("plan", "--platform", "all", "-o", "json", "context").out())
                .contains("\"possible\": true", "\"linux/riscv64\"", "\"kind\": \"run\"", "\"work\": \"compiles\"");
        assertThat(succeed("plan", "--platform", "linux/*,!linux/amd64", "context").out())
                .contains("linux/riscv64")
                .doesNotContain("linux/amd64 ");
    }

    @Test
    void aPlanThatIsNotPossibleHasItsExitCode() throws IOException {
        try (Storage storage = Storage.open(directory.resolve("registry"));
                RegistryServer registry = RegistryServer.start(ServerSettings.loopback(), storage)) {
            // which is asked for what the store lacks, and has nothing
            String base = "127.0.0.1:%d/base".formatted(registry.port());
            succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", base, "context");
            Files.writeString(directory.resolve("context/Dockerfile"), "FROM %s\n".formatted(base));
            Cli.Outcome lacking = cli.run("plan", "--platform", "linux/amd64,linux/s390x", "context");
            assertThat(lacking.exit()).isEqualTo(4);
            assertThat(lacking.out()).contains("yes           NO",
                    "context/Dockerfile:1:6: image %s lacks linux/s390x; it has linux/amd64, linux/arm64"
                            .formatted(base));
            assertThat(cli.run("build", "--platform", "windows/*", "-o", "out", "context").exit()).isEqualTo(2);
            succeed("build", "--platform", "all", "-o", "out", "context");
            assertThat(directory.resolve("out/linux_arm64/file")).hasContent("arm64");
        }
    }
}
