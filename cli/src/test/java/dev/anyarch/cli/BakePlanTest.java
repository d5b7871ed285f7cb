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

/** What {@code bake --plan} tells. */
class BakePlanTest {
    @TempDir
    Path directory = Path.of("");

    private Cli cli = new Cli(directory);

    @BeforeEach
    void begin() throws IOException {
        cli = new Cli(directory);
        write("base/Dockerfile", "FROM scratch\nLABEL a=b\n");
        Cli.Outcome built = cli.run("build", "--platform", "linux/amd64,linux/riscv64", "-t", "os", "base");
        assertThat(built.exit()).as(built.err()).isZero();
        write("a/Dockerfile", "FROM os\nRUN apt install gcc\nCOPY file /\n");
        write("a/file", "of a");
        write("b/Dockerfile", "FROM os\nRUN apt install gcc\nRUN make b\nCOPY file /\n");
        write("b/file", "of b");
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(directory.resolve(name).getParent());
        Files.writeString(directory.resolve(name), text);
    }

    @Test
    void whatTwoServicesDoIsSharedByTheSecond() throws IOException {
        write("compose.yaml", """
            services:
              a: {build: {context: a, platforms: [linux/amd64, linux/riscv64]}}
              b: {build: {context: b, platforms: [linux/amd64, linux/riscv64]}}
            """);
        Cli.Outcome plan = cli.run("bake", "--plan");
        assertThat(plan.exit()).as(plan.err()).isZero();
        String[] targets = plan.out().split("target b\n", -1);
        assertThat(targets[0]).startsWith("target a\n")
                .containsPattern("2 RUN apt install gcc +(native|emulated) +(native|emulated)")
                .doesNotContain("shared");
        assertThat(targets[1]).containsPattern("2 RUN apt install gcc +shared +shared")
                .containsPattern("3 RUN make b +(native|emulated) +(native|emulated)")
                .containsPattern("4 COPY file / +files +same")
                .contains("shared is done by a");
        assertThat(cli.run("bake", "--plan", "-o", "json").out()).contains("\"sharedWith\": \"a\"");
        assertThat(cli.run("bake", "--plan", "--no-cache").out()).contains("shared is done by a");
        assertThat(cli.run("bake", "--plan", "--set", "b.no-cache=true").out()).doesNotContain("shared");
        assertThat(cli.run("images").out()).doesNotContain("b:latest");
    }

    @Test
    void aTargetThatOthersAreBuiltOnIsPlannedForTheirPlatforms() throws IOException {
        write("c/Dockerfile", "FROM below\nRUN make c\n");
        write("docker-bake.hcl", """
            target "below" {
              context = "a"
            }
            target "default" {
              context = "c"
              contexts = { below = "target:below" }
              platforms = ["linux/riscv64"]
            }
            """);
        Cli.Outcome plan = cli.run("bake", "--plan");
        assertThat(plan.exit()).as(plan.err()).isZero();
        assertThat(plan.out()).containsSubsequence("target below\n", "linux/riscv64\n", "2 RUN apt install gcc",
                "target default\n", "2 RUN make c").doesNotContain("missing");
        write("docker-bake.hcl",
                Files.readString(directory.resolve("docker-bake.hcl")).replace("linux/riscv64", "all"));
        Cli.Outcome unknown = cli.run("bake", "--plan");
        assertThat(unknown.err()).contains("target:below: what it has is known when it is built; name the platforms");
        assertThat(unknown.exit()).isEqualTo(10);
    }

    @Test
    void aBaseOfAnyServiceThatIsNotThereIsTold() throws IOException {
        try (Storage storage = Storage.open(directory.resolve("registry"));
                RegistryServer registry = RegistryServer.start(ServerSettings.loopback(), storage)) {
            String missing = "127.0.0.1:%d/none".formatted(registry.port());
            write("c/Dockerfile", "FROM %s\n".formatted(missing));
            write("compose.yaml", "services: {a: {build: {context: c}}, b: {build: {context: b}}}\n");
            Cli.Outcome plan = cli.run("bake", "--plan");
            assertThat(plan.exit()).isEqualTo(3);
            assertThat(plan.out()).contains("there is no stage and no image " + missing, "target b\n");
        }
    }
}
