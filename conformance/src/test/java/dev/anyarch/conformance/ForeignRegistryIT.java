package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.testkit.DockerRegistry;
import dev.anyarch.testkit.NeedsProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Our commands against a registry that is not ours. */
@NeedsProgram(value = "docker-registry", debianPackage = "docker-registry")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForeignRegistryIT {
    private DockerRegistry registry;
    private Anyarch anyarch;
    private String name;
    private Path work;

    @BeforeAll
    void publishOneName(@TempDir Path directory) throws IOException, InterruptedException {
        work = directory;
        registry = DockerRegistry.start(directory);
        anyarch = new Anyarch(directory.resolve("home"));
        name = OneName.publish(anyarch, registry.name().toString(), Busybox.context());
    }

    @AfterAll
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void allPlatformsAreUnderTheOneName() throws IOException, InterruptedException {
        assertThat(anyarch.output("platforms", name)).contains(Busybox.ARCHITECTURES.keySet());
        assertThat(anyarch.output("tags", registry.name() + "/busybox")).isEqualTo("1\n");
    }

    @Test
    void resolveSaysWhichEntryEachHostGets() throws IOException, InterruptedException {
        String json = anyarch.output("resolve", "--platform", "linux/s390x", "--engine", "docker", "-o", "json", name);
        assertThat(json.replaceAll("\\s", "")).contains("\"picked\":[\"5\"]").contains("\"error\":null");
    }

    @Test
    void missingTagAndMissingPlatformHaveTheirOwnExitCodes() throws IOException, InterruptedException {
        assertThat(anyarch.run("inspect", registry.name() + "/busybox:none").exitCode()).isEqualTo(3);
        assertThat(anyarch.run("resolve", "--platform", "linux/riscv64", name).exitCode()).isEqualTo(4);
    }

    @Test
    void copyToAnotherRepositoryKeepsTheDigest() throws IOException, InterruptedException {
        String copied = registry.name() + "/copied/busybox:2";
        anyarch.output("copy", name, copied);
        assertThat(anyarch.output("inspect", "--raw", copied)).isEqualTo(anyarch.output("inspect", "--raw", name));
    }

    @Test
    void chosenPlatformsAreCopied() throws IOException, InterruptedException {
        String copied = registry.name() + "/chosen/busybox:1";
        anyarch.output("copy", "--platform", "linux/arm64,linux/s390x", name, copied);
        assertThat(anyarch.output("platforms", copied)).contains("linux/arm64", "linux/s390x")
                .doesNotContain("linux/amd64");
    }

    @Test
    void pulledIntoTheStoreAndPushedAgainIsTheSame() throws IOException, InterruptedException {
        anyarch.output("pull", "--platform", "all", name);
        String pushed = registry.name() + "/pushed/busybox:1";
        anyarch.output("tag", name, pushed);
        anyarch.output("push", pushed);
        assertThat(anyarch.output("inspect", "--raw", pushed)).isEqualTo(anyarch.output("inspect", "--raw", name));
        assertThat(anyarch.output("images")).contains("pushed/busybox");
        anyarch.output("rmi", pushed);
        assertThat(anyarch.output("images")).doesNotContain("pushed/busybox");
    }

    @Test
    void layoutRoundTripKeepsTheDigest() throws IOException, InterruptedException {
        List<String> places = List.of("oci:%s:1".formatted(work.resolve("layout")),
                "oci-archive:%s:1".formatted(work.resolve("archive.tar")));
        for (String place : places) {
            anyarch.output("copy", name, place);
            String back = registry.name() + "/back/busybox:1";
            anyarch.output("copy", place, back);
            assertThat(anyarch.output("inspect", "--raw", back)).isEqualTo(anyarch.output("inspect", "--raw", name));
        }
    }
}
