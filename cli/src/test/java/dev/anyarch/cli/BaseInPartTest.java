package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base images of which the local store has one platform, as after {@code run}, and their registry has more. */
class BaseInPartTest {
    @TempDir
    Path directory = Path.of("");

    private Cli cli = new Cli(directory);
    private Storage storage;
    private RegistryServer server;
    private String base = "";

    @BeforeEach
    void begin() throws IOException {
        cli = new Cli(directory);
        storage = Storage.open(directory.resolve("registry"));
        server = RegistryServer.start(ServerSettings.loopback(), storage);
        base = "127.0.0.1:%d/base:1".formatted(server.port());
        Files.createDirectories(directory.resolve("context"));
        dockerfile("FROM scratch\nLABEL first=one\n");
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", base, "--push", "context");
        succeed("copy", "--platform", "linux/amd64", base, "store:" + base);
        dockerfile("FROM " + base + "\nLABEL a=b\n");
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        storage.close();
    }

    private void dockerfile(String text) throws IOException {
        Files.writeString(directory.resolve("context/Dockerfile"), text);
    }

    private Cli.Outcome succeed(String... arguments) {
        Cli.Outcome outcome = cli.run(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome;
    }

    @Test
    void theRestIsTakenFromItsRegistry() {
        assertThat(succeed("platforms", "store:" + base).out()).isEqualTo("linux/amd64\n");
        assertThat(succeed("plan", "--platform", "linux/amd64,linux/arm64", "context").out())
                .containsPattern("base:1 +yes +yes");
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-o", "oci:layout:1", "context");
        succeed("build", "--platform", "all", "-o", "oci:layout:2", "context");
        assertThat(succeed("platforms", "oci:layout:2").out()).isEqualTo("linux/amd64\nlinux/arm64\n");
        Cli.Outcome lacking = cli.run("build", "--platform", "linux/s390x", "-o", "oci:layout:3", "context");
        assertThat(lacking.err()).contains("has no entry for linux/s390x; it has only linux/amd64, linux/arm64");
        assertThat(lacking.exit()).isEqualTo(4);
    }

    @Test
    void anotherImageOfTheNameIsNotMixedWithIt() throws IOException {
        dockerfile("FROM scratch\nLABEL first=two\n");
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", base, "--push", "context");
        dockerfile("FROM " + base + "\nLABEL a=b\n");
        Cli.Outcome refused = cli.run("build", "--platform", "linux/amd64,linux/arm64", "-o", "oci:layout:1",
                "context");
        assertThat(refused.err())
                .contains("has only linux/amd64 here, and in its registry: another image of this name");
        assertThat(refused.exit()).isEqualTo(4);
        Cli.Outcome plan = cli.run("plan", "--platform", "linux/arm64", "context");
        assertThat(plan.out()).contains("it has linux/amd64 here; in its registry: another image of this name");
        assertThat(plan.exit()).isEqualTo(4);
        succeed("build", "--pull", "--platform", "linux/amd64,linux/arm64", "-o", "oci:layout:1", "context");
    }

    @Test
    void aRegistryThatIsGoneIsToldBesideWhatIsHere() throws IOException {
        server.close();
        succeed("build", "--platform", "linux/amd64", "-o", "oci:layout:1", "context");
        Cli.Outcome refused = cli.run("build", "--platform", "linux/arm64", "-o", "oci:layout:2", "context");
        assertThat(refused.err()).contains("has only linux/amd64 here, and in its registry:", "cannot connect");
        assertThat(refused.exit()).isEqualTo(4);
    }
}
