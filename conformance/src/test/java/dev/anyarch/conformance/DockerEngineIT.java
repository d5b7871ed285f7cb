package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real Docker engine against our registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DockerEngineIT {
    /** The first client whose {@code manifest inspect -v} has the member {@code Raw}. */
    private static final int FIRST_WITH_RAW = 23;

    private RegistryUnderTest registry;
    private DockerDaemon docker;
    private Anyarch anyarch;
    private String name;

    @BeforeAll
    void publishOneName(@TempDir Path directory) throws IOException, InterruptedException {
        docker = DockerDaemon.start(Files.createDirectories(directory.resolve("d")));
        registry = RegistryUnderTest.start(directory.resolve("registry"));
        anyarch = new Anyarch(directory.resolve("home"));
        name = OneName.publish(anyarch, registry.address(), Busybox.context());
    }

    @AfterAll
    void stop() throws IOException {
        if (registry != null) {
            registry.close();
        }
        if (docker != null) {
            docker.close();
        }
    }

    @Test
    void pullTakesTheEntryOfThisMachine() throws IOException, InterruptedException {
        docker.output("pull", "-q", name);
        assertThat(docker.output("image", "inspect", "-f", "{{.Os}}/{{.Architecture}}", name))
                .isEqualTo("linux/amd64\n");
        assertThat(docker.output("run", "--rm", "--network", "none", name)).isEqualTo("1\nx86_64\n");
    }

    @Test
    void eachPlatformIsPulledAndRunsUnderEmulation() throws IOException, InterruptedException {
        Emulation.require("qemu-aarch64", "qemu-arm", "qemu-ppc64le", "qemu-s390x");
        for (String platform : Busybox.ARCHITECTURES.keySet()) {
            docker.output("pull", "-q", "--platform", platform, name);
            assertThat(docker.output("run", "--rm", "--network", "none", "--platform", platform, name)).as(platform)
                    .isEqualTo("1\n%s\n".formatted(OneName.MACHINES.get(platform)));
        }
    }

    @Test
    void aPlatformThatIsNotThereGivesDockersOwnError() throws IOException, InterruptedException {
        Program.Outcome outcome = docker.run("pull", "--platform", "linux/riscv64", name);
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.err()).contains("no matching manifest for linux/riscv64 in the manifest list entries");
    }

    @Test
    void pushedImageIsTheOnePulled() throws IOException, InterruptedException {
        docker.output("pull", "-q", "--platform", "linux/s390x", name);
        String pushed = registry.address() + "/from-docker:1";
        docker.output("tag", name, pushed);
        docker.output("push", "-q", pushed);
        assertThat(anyarch.output("platforms", pushed)).contains("linux/s390x");
    }

    @Test
    void dockerManifestCommandsWorkAgainstOurRegistry() throws IOException, InterruptedException {
        String list = registry.address() + "/by-docker-manifest:1";
        String amd64 = registry.address() + "/amd64/docker-made:1";
        String arm64 = registry.address() + "/arm64/docker-made:1";
        for (String[] pair : new String[][]{{"linux/amd64", amd64}, {"linux/arm64", arm64}}) {
            docker.output("pull", "-q", "--platform", pair[0], name);
            docker.output("tag", name, pair[1]);
            docker.output("push", "-q", pair[1]);
        }
        docker.output("manifest", "create", "--insecure", list, amd64, arm64);
        docker.output("manifest", "annotate", "--variant", "v8", list, arm64);
        docker.output("manifest", "push", "--insecure", "--purge", list);
        assertThat(anyarch.output("platforms", list)).contains("linux/amd64").contains("linux/arm64/v8");
        assertThat(anyarch.output("manifest", "inspect", list))
                .isEqualTo(docker.output("manifest", "inspect", "--insecure", list));
        if (docker.majorVersion() >= FIRST_WITH_RAW) {
            assertThat(anyarch.output("manifest", "inspect", "-v", list))
                    .isEqualTo(docker.output("manifest", "inspect", "--insecure", "-v", list));
        }
    }

    @Test
    void containerdPullsEachPlatform() throws IOException, InterruptedException {
        Program ctr = Program.require("ctr", "containerd");
        for (String platform : Busybox.ARCHITECTURES.keySet()) {
            ctr.output("--address", docker.containerdSocket().toString(), "--namespace", "interop", "images", "pull",
                    "--plain-http", "--platform", platform, name);
        }
        assertThat(ctr.output("--address", docker.containerdSocket().toString(), "--namespace", "interop", "images",
                "ls", "-q")).contains(name);
    }

    @Test
    void dockerLoadsOurArchive(@TempDir Path directory) throws IOException, InterruptedException {
        Path archive = directory.resolve("image.tar");
        anyarch.output("copy", "--platform", "linux/amd64", name,
                "docker-archive:%s:local/loaded:1".formatted(archive));
        docker.output("load", "-q", "-i", archive.toString());
        assertThat(docker.output("run", "--rm", "--network", "none", "local/loaded:1")).isEqualTo("1\nx86_64\n");
    }

    @Test
    void whatDockerSavesIsReadByUs(@TempDir Path directory) throws IOException, InterruptedException {
        docker.output("pull", "-q", "--platform", "linux/amd64", name);
        Path archive = directory.resolve("saved.tar");
        docker.output("save", "-o", archive.toString(), name);
        String copied = registry.address() + "/from-save:1";
        anyarch.output("copy", "docker-archive:" + archive, copied);
        assertThat(anyarch.output("platforms", copied)).contains("linux/amd64");
    }
}
