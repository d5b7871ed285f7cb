package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.testkit.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Into and out of a real Docker engine, by its socket alone. */
@NeedsProgram(value = "dockerd", debianPackage = "docker.io")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DockerLoadIT {
    private static final String BOTH = "linux/amd64,linux/arm64";

    private Path directory;
    private DockerDaemon docker;
    private Anyarch anyarch;
    private Path context;

    @BeforeAll
    void start(@TempDir Path place) throws IOException, InterruptedException {
        directory = place;
        docker = DockerDaemon.start(Files.createDirectories(directory.resolve("d")));
        anyarch = new Anyarch(directory.resolve("home")).with("DOCKER_HOST", "unix://" + docker.socket())
                .with("PATH", "/nonexistent");
        context = Files.createDirectory(directory.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), """
            FROM scratch
            ARG TARGETARCH
            COPY Dockerfile /${TARGETARCH}
            CMD ["/nothing"]
            """);
    }

    @AfterAll
    void stop() {
        if (docker != null) {
            docker.close();
        }
    }

    @Test
    void aBuildIsLoadedUnderEveryTagWithoutAnyClientProgram() throws IOException, InterruptedException {
        anyarch.output("build", "--load", "-t", "loaded:1", "-t", "loaded:2", context.toString());
        assertThat(ids("loaded")).hasSize(2);
        assertThat(ids("loaded").getFirst().replaceFirst(".* ", ""))
                .isEqualTo(ids("loaded").getLast().replaceFirst(".* ", ""));
        assertThat(anyarch.output("images")).doesNotContain("loaded");
    }

    @Test
    void ofSeveralPlatformsTheEnginesOwnIsLoadedAndThatIsTold() throws IOException, InterruptedException {
        Program.Outcome outcome = anyarch.run("build", "--platform", BOTH, "--load", "-t", "multi:1",
                context.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("docker-daemon:multi:1: only linux/amd64, the engine's own platform")
                .contains("linux/arm64 can be loaded with --platform");
        assertThat(platform("multi:1")).isEqualTo("linux/amd64\n");
    }

    @Test
    void theOnlyPlatformIsLoadedWhicheverItIs() throws IOException, InterruptedException {
        anyarch.output("build", "--platform", "linux/arm64", "-o", "type=docker", "-t", "foreign:1",
                context.toString());
        assertThat(platform("foreign:1")).isEqualTo("linux/arm64\n");
    }

    @Test
    void withoutTheEnginesPlatformAmongSeveralNothingIsLoaded() throws IOException, InterruptedException {
        Program.Outcome outcome = anyarch.run("build", "--platform", "linux/arm64,linux/s390x", "--load", "-t",
                "neither:1", context.toString());
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err()).contains("expected linux/amd64").contains("found linux/arm64, linux/s390x");
        assertThat(ids("neither")).isEmpty();
    }

    @Test
    void whatIsInTheEngineIsInspectedCopiedAndComesBackTheSame() throws IOException, InterruptedException {
        anyarch.output("build", "--load", "-t", "round:1", context.toString());
        assertThat(anyarch.output("inspect", "docker-daemon:round:1")).contains("linux/amd64");
        assertThat(anyarch.output("tags", "docker-daemon:round")).isEqualTo("1\n");
        anyarch.output("copy", "docker-daemon:round:1", "store:round:1");
        anyarch.output("copy", "store:round:1", "docker-daemon:round:back");
        assertThat(ids("round")).extracting(line -> line.replaceFirst(".* ", ""))
                .hasSize(2)
                .containsOnly(
                        ids("round").getFirst().replaceFirst(".* ", ""));
        assertThat(anyarch.run("inspect", "docker-daemon:round:absent").exitCode()).isEqualTo(3);
    }

    @Test
    void copyingAnIndexTakesTheEnginesPlatformAlone() throws IOException, InterruptedException {
        String layout = "oci:%s:1".formatted(directory.resolve("layout"));
        anyarch.output("build", "--platform", BOTH, "-o", layout, context.toString());
        Program.Outcome outcome = anyarch.run("copy", layout, "docker-daemon:copied:1");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("only linux/amd64");
        anyarch.output("copy", "--platform", "linux/arm64", layout, "docker-daemon:copied:arm");
        assertThat(platform("copied:arm")).isEqualTo("linux/arm64\n");
    }

    @Test
    void pushAndLoadGoTogether() throws IOException, InterruptedException {
        try (RegistryUnderTest registry = RegistryUnderTest.start(directory.resolve("registry"))) {
            String name = registry.address() + "/both:1";
            anyarch.output("build", "--platform", BOTH, "--push", "--load", "-t", name, context.toString());
            assertThat(anyarch.output("platforms", name)).contains("linux/arm64");
            assertThat(platform(name)).isEqualTo("linux/amd64\n");
        }
    }

    @Test
    void aStackIsLoadedForAllOrNone() throws IOException, InterruptedException {
        Path file = directory.resolve("docker-bake.hcl");
        Files.writeString(file, """
            group "default" { targets = ["one", "two"] }
            target "one" {
              context = "%1$s"
              tags = ["stack/one:1"]
              output = ["type=docker"]
            }
            target "two" {
              context = "%1$s"
              tags = ["stack/two:1"]
            }
            """.formatted(context));
        anyarch.output("bake", "-f", file.toString(), "--load", "--allow", "fs.read=" + context);
        assertThat(ids("stack/one")).hasSize(1);
        assertThat(ids("stack/two")).hasSize(1);
        Program.Outcome refused = anyarch.run("bake", "-f", file.toString(), "--allow", "fs.read=" + context, "--set",
                "one.tags=stack/three:1", "--set", "two.output=type=registry", "--set",
                "two.tags=127.0.0.1:1/nobody:1");
        assertThat(refused.exitCode()).isEqualTo(7);
        assertThat(ids("stack/three")).isEmpty();
    }

    @Test
    void anInterruptedLoadLeavesNothingInTheEngine() throws IOException, InterruptedException {
        Path large = Files.createDirectory(directory.resolve("large"));
        Program.require("dd", "coreutils")
                .output("if=/dev/urandom", "of=" + large.resolve("file"), "bs=1M", "count=64");
        Files.writeString(large.resolve("Dockerfile"), "FROM scratch\nCOPY file /\n");
        Path arriving = directory.resolve("d/data/tmp");
        Process load = anyarch.startInForeground("build", "--load", "-t", "interrupted:1", large.toString());
        try {
            Await.until(Duration.ofSeconds(60), "the engine receives it", () -> arriving.toFile().list().length > 0);
            docker.signal("STOP");
            Program.require("kill", "procps").output("-INT", Long.toString(load.pid()));
            assertThat(load.waitFor()).isEqualTo(130);
        } finally {
            docker.signal("CONT");
            load.destroyForcibly().waitFor();
        }
        Await.until(Duration.ofSeconds(60), "the engine has given up", () -> arriving.toFile().list().length == 0);
        assertThat(ids("interrupted")).isEmpty();
        anyarch.output("build", "--load", "-t", "interrupted:1", large.toString());
        assertThat(ids("interrupted")).hasSize(1);
    }

    @Test
    void theEngineOfTheCurrentContextIsFound() throws IOException, InterruptedException {
        Path home = Files.createDirectories(directory.resolve("context-home"));
        Program client = Program.require("docker", "docker.io").with("HOME", home.toString());
        client.output("context", "create", "elsewhere", "--docker", "host=unix://" + docker.socket());
        client.output("context", "use", "elsewhere");
        Anyarch plain = new Anyarch(home);
        plain.output("build", "--load", "-t", "by-context:1", context.toString());
        assertThat(ids("by-context")).hasSize(1);
        Program.Outcome outcome = plain.with("DOCKER_CONTEXT", "nowhere").run("tags", "docker-daemon:by-context");
        assertThat(outcome.exitCode()).isEqualTo(10);
        assertThat(outcome.err()).contains("docker context 'nowhere'").contains("docker context ls");
    }

    @Test
    void withoutAnEngineNothingIsBuiltAndTheSocketIsNamed() throws IOException, InterruptedException {
        Program.Outcome outcome = anyarch.with("DOCKER_HOST", "unix:///nonexistent/docker.sock")
                .run("build", "--load", "-t", "app:1", context.toString());
        assertThat(outcome.exitCode()).isEqualTo(10);
        assertThat(outcome.err()).contains("unix:///nonexistent/docker.sock: no such socket")
                .contains("DOCKER_HOST")
                .doesNotContain("COPY");
        Program.Outcome far = anyarch.with("DOCKER_HOST", "tcp://127.0.0.1:1")
                .run("build", "--load", "-t", "app:1", context.toString());
        assertThat(far.exitCode()).isEqualTo(7);
        assertThat(far.err()).contains("tcp://127.0.0.1:1");
    }

    @Test
    void whatDockerAndAnyarchSaveIsLoadedIntoTheStore() throws IOException, InterruptedException {
        anyarch.output("build", "--load", "-t", "saved:1", context.toString());
        Path archive = directory.resolve("saved.tar");
        docker.output("save", "-o", archive.toString(), "saved:1");
        anyarch.output("load", "-i", archive.toString());
        assertThat(anyarch.output("inspect", "store:saved:1")).contains("linux/amd64");
    }

    private List<String> ids(String repository) throws IOException, InterruptedException {
        return docker.output("images", "--format", "{{.Tag}} {{.ID}}", repository).lines().toList();
    }

    private String platform(String name) throws IOException, InterruptedException {
        return docker.output("image", "inspect", "-f", "{{.Os}}/{{.Architecture}}", name);
    }
}
