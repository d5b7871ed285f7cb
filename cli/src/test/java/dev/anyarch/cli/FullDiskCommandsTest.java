package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import dev.anyarch.testkit.RandomImages;
import dev.anyarch.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that becomes full under a command: where the result goes, and under a registry. */
class FullDiskCommandsTest {
    @TempDir
    Path directory;
    @TempDir
    Path mountPoint;
    private Cli cli = new Cli(Path.of("."));
    private Optional<SmallDisk> mounted = Optional.empty();

    @BeforeEach
    void mountAndBuild() throws IOException, InterruptedException {
        mounted = SmallDisk.mount(mountPoint, 12);
        Assumptions.assumeTrue(mounted.isPresent(), "mounting a small file system needs root");
        cli = new Cli(directory);
        Path context = Files.createDirectory(directory.resolve("context"));
        Files.write(context.resolve("large"), new RandomImages(1).bytes(4_000_000));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY large /\n");
        succeed("build", "--platform", "linux/amd64", "-o", "oci:images:1", "context");
        succeed("copy", "oci:images:1", "store:app:1");
    }

    @AfterEach
    void unmount() throws IOException {
        if (mounted.isPresent()) {
            mounted.get().close();
        }
    }

    private SmallDisk disk() {
        return mounted.orElseThrow();
    }

    private void succeed(String... arguments) {
        Cli.Outcome outcome = cli.run(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
    }

    private String[] words(String command) {
        return command.replace("DISK", disk().root().toString()).split(" ", -1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy oci:images:1 oci:DISK/new:1", "copy oci:images:1 oci-archive:DISK/new.tar:1",
        "copy oci:images:1 docker-archive:DISK/new.tar:app:1", "save -o DISK/new.tar app:1",
        "build --platform linux/amd64 -o oci:DISK/new:1 context",
        "build --platform linux/amd64 -o type=tar,dest=DISK/new.tar context"})
    void anImageThatDoesNotFitIsNotThere(String command) throws IOException {
        for (long left : new long[]{0, 1_000_000}) {
            disk().fill(left);
            Cli.Outcome outcome = cli.run(words(command));
            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(10);
            assertThat(outcome.err()).contains("No space left on device", disk().root().toString());
            assertThat(outcome.out()).isEmpty();
            assertThat(mountPoint.resolve("new.tar")).doesNotExist();
            assertThat(cli.run("inspect", "oci:" + disk().root() + "/new:1").exit()).isEqualTo(3);
            disk().empty();
        }
        succeed(words(command));
    }

    @Test
    void aStoreThatIsFullKeepsWhatItHas() throws IOException {
        Cli there = new Cli(mountPoint);
        Cli.Outcome before = there.run("copy", "oci:" + directory.resolve("images") + ":1", "store:before:1");
        assertThat(before.exit()).as(before.err()).isZero();
        try (Storage storage = Storage.open(directory.resolve("registry"));
                RegistryServer server = RegistryServer.start(ServerSettings.loopback().withAddress("127.0.0.1", 0),
                        storage)) {
            String name = "127.0.0.1:" + server.port() + "/app:2";
            Files.write(directory.resolve("context/large"), new RandomImages(2).bytes(4_000_000));
            succeed("build", "--platform", "linux/amd64", "--push", "-t", name, "context");
            for (long left : new long[]{0, 1_000_000}) {
                disk().fill(left);
                Cli.Outcome outcome = there.run("pull", name);
                assertThat(outcome.exit()).as(outcome.err()).isEqualTo(10);
                assertThat(outcome.err()).containsPattern("; make space .* and try again");
                disk().empty();
                assertThat(there.run("images").out()).contains("before").doesNotContain("/app");
            }
            Cli.Outcome after = there.run("pull", name);
            assertThat(after.exit()).as(after.err()).isZero();
        }
    }

    @Test
    void aRegistryThatIsFullSaysSo() throws IOException {
        try (Storage storage = Storage.open(mountPoint.resolve("registry"));
                RegistryServer server = RegistryServer.start(ServerSettings.loopback().withAddress("127.0.0.1", 0),
                        storage)) {
            String name = "127.0.0.1:" + server.port() + "/app:1";
            for (long left : new long[]{0, 1_000_000}) {
                disk().fill(left);
                Cli.Outcome outcome = cli.run("copy", "oci:images:1", name);
                assertThat(outcome.exit()).as(outcome.err()).isEqualTo(7);
                assertThat(outcome.err()).contains(name.substring(0, name.indexOf('/')), ": 50");
                disk().empty();
                assertThat(storage.repository(new RepositoryName("app")).tags()).isEmpty();
            }
            succeed("copy", "oci:images:1", name);
        }
    }
}
