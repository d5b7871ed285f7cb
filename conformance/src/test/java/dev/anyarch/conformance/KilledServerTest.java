package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.testkit.DelayingProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code anyarch serve} is killed without warning in the middle of a push, and started again. */
final class KilledServerTest {
    private static final Pattern ADDRESS = Pattern.compile("at http://127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path directory;
    private Optional<Process> server = Optional.empty();
    private Anyarch anyarch = new Anyarch(Path.of("."));

    @BeforeEach
    void useDirectory() {
        anyarch = new Anyarch(directory.resolve("home"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server.isPresent()) {
            server.get().destroyForcibly().waitFor();
        }
    }

    @Test
    void whatWasAcknowledgedIsThereAndNothingElse() throws IOException, InterruptedException {
        int port = serve("first");
        String before = build("before");
        String after = build("after");
        anyarch.output("copy", before, name(port, "1"));
        String manifest = anyarch.output("inspect", "--raw", name(port, "1"));
        Process push;
        try (DelayingProxy slow = DelayingProxy.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Duration.ofSeconds(1))) {
            push = anyarch.startInForeground("copy", after, slow.authority() + "/app:2");
            Await.until(Duration.ofSeconds(60), "an upload has begun", this::hasUpload);
            server.orElseThrow().destroyForcibly().waitFor();
        }
        assertThat(push.waitFor()).isEqualTo(7);

        int again = serve("second");
        assertThat(anyarch.output("inspect", "--raw", name(again, "1"))).isEqualTo(manifest);
        assertThat(anyarch.output("tags", "127.0.0.1:" + again + "/app")).isEqualTo("1\n");
        assertThat(anyarch.run("inspect", name(again, "2")).exitCode()).isEqualTo(3);
        anyarch.output("copy", name(again, "1"), "oci:" + directory.resolve("back"));
        anyarch.output("copy", after, name(again, "2"));
        anyarch.output("copy", name(again, "2"), "oci:" + directory.resolve("back"));
    }

    private static String name(int port, String tag) {
        return "127.0.0.1:%d/app:%s".formatted(port, tag);
    }

    private String build(String content) throws IOException, InterruptedException {
        Path context = Files.createDirectory(directory.resolve(content));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /%s\n".formatted(content));
        String layout = "oci:%s:1".formatted(directory.resolve("layout-" + content));
        anyarch.output("build", "--platform", "linux/amd64", "-o", layout, context.toString());
        return layout;
    }

    /** Starts the registry; its port. */
    private int serve(String log) throws IOException, InterruptedException {
        Path messages = directory.resolve(log + ".log");
        server = Optional.of(anyarch.startInForeground(messages, "serve", "--listen", "127.0.0.1:0", "--store",
                directory.resolve("registry").toString()));
        Await.until(Duration.ofSeconds(60), "the registry serves", () -> port(messages) > 0);
        return port(messages);
    }

    private static int port(Path messages) {
        try {
            Matcher address = ADDRESS.matcher(Files.readString(messages));
            return address.find() ? Integer.parseInt(address.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasUpload() {
        return InterruptTest.hasUpload(directory.resolve("registry"));
    }
}
