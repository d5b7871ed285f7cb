package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.testkit.DelayingProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of a transfer over a slow line. */
@EnabledOnOs(OS.LINUX)
final class InterruptTest {
    @TempDir
    private Path directory;

    @Test
    void anInterruptedPushExitsWith130AndLeavesNothingVisible() throws IOException, InterruptedException {
        Anyarch anyarch = new Anyarch(directory.resolve("home"));
        String layout = build(anyarch);
        Path storage = directory.resolve("registry");
        try (RegistryUnderTest registry = RegistryUnderTest.start(storage);
                DelayingProxy slow = slowLine(registry)) {
            Process push = anyarch.startInForeground("copy", layout, slow.authority() + "/app:1");
            Await.until(Duration.ofSeconds(60), "an upload has begun", () -> hasUpload(storage));
            interrupt(push);
            assertThat(push.waitFor()).isEqualTo(130);
            assertThat(registry.storage().repository(new RepositoryName("app")).tags()).isEmpty();
        }
    }

    @Test
    void anInterruptedPullExitsWith130AndLeavesNothingVisible() throws IOException, InterruptedException {
        Anyarch anyarch = new Anyarch(directory.resolve("home"));
        try (RegistryUnderTest registry = RegistryUnderTest.start(directory.resolve("registry"));
                DelayingProxy slow = slowLine(registry)) {
            anyarch.output("copy", build(anyarch), registry.address() + "/app:1");
            Process pull = anyarch.startInForeground("pull", slow.authority() + "/app:1");
            Await.until(Duration.ofSeconds(60), "the store is open",
                    () -> Files.exists(directory.resolve("home/store/metadata.db")));
            interrupt(pull);
            assertThat(pull.waitFor()).isEqualTo(130);
            assertThat(anyarch.output("images", "-o", "json")).isEqualTo("[]\n");
        }
    }

    @Test
    void anInterruptedArchiveIsNotThere() throws IOException, InterruptedException {
        Anyarch anyarch = new Anyarch(directory.resolve("home"));
        Path place = Files.createDirectory(directory.resolve("place"));
        try (RegistryUnderTest registry = RegistryUnderTest.start(directory.resolve("registry"));
                DelayingProxy slow = slowLine(registry)) {
            anyarch.output("copy", build(anyarch), registry.address() + "/app:1");
            Process copy = anyarch.startInForeground("copy", slow.authority() + "/app:1",
                    "oci-archive:" + place.resolve("app.tar"));
            Await.until(Duration.ofSeconds(60), "the archive has begun", () -> place.toFile().list().length > 0);
            interrupt(copy);
            assertThat(copy.waitFor()).isEqualTo(130);
            assertThat(place).isEmptyDirectory();
        }
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    private static DelayingProxy slowLine(RegistryUnderTest registry) throws IOException {
        return DelayingProxy.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), registry.server().port()),
                Duration.ofSeconds(1));
    }

    /** A small image in a layout. */
    private String build(Anyarch anyarch) throws IOException, InterruptedException {
        Path context = Files.createDirectory(directory.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
        String layout = "oci:%s:1".formatted(directory.resolve("layout"));
        anyarch.output("build", "--platform", "linux/amd64", "-o", layout, context.toString());
        return layout;
    }

    static boolean hasUpload(Path storage) {
        Path uploads = storage.resolve("uploads");
        if (!Files.isDirectory(uploads)) {
            return false;
        }
        try (Stream<Path> files = Files.list(uploads)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
