package dev.anyarch.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.testkit.RawHttp;
import dev.anyarch.testkit.RawHttp.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server process is killed in the middle of pushes and started again: what was acknowledged is there, nothing else is. */
class DurabilityTest {
    private static final int BLOB_SIZE = 300_000;

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesAKill() throws IOException, InterruptedException {
        List<RawManifest> acknowledged = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            int port = startServer();
            for (RawManifest manifest : acknowledged) {
                assertComplete(port, manifest);
            }
            Thread killer = killSoon(processes.getLast(), 150 + 200 * round);
            pushUntilItFails(port, round, acknowledged);
            killer.join();
        }
        int port = startServer();
        for (RawManifest manifest : acknowledged) {
            assertComplete(port, manifest);
        }
        assertThat(RawHttp.exchange(port, "GET", "/v2/app/manifests/torn", Map.of(), new byte[0]).status())
                .isEqualTo(404);
    }

    @Test
    void anUploadGoesOnAfterAKill() throws IOException, InterruptedException {
        byte[] blob = blob(0, 0);
        Digest digest = Digest.sha256(blob);
        int port = startServer();
        String location = RawHttp.exchange(port, "POST", "/v2/app/blobs/uploads/", Map.of(), new byte[0])
                .header("Location")
                .orElseThrow();
        Response half = RawHttp.exchange(port, "PATCH", location, Map.of(), Arrays.copyOf(blob, 100_000));
        assertThat(half.status()).isEqualTo(202);
        processes.getLast().destroyForcibly().waitFor();
        port = startServer();
        assertThat(RawHttp.exchange(port, "GET", location, Map.of(), new byte[0]).header("Range"))
                .hasValue("0-99999");
        assertThat(RawHttp.exchange(port, "HEAD", "/v2/app/blobs/" + digest, Map.of(), new byte[0]).status())
                .isEqualTo(404);
        assertThat(RawHttp.exchange(port, "PUT", location + "?digest=" + digest, Map.of(),
                Arrays.copyOfRange(blob, 100_000, blob.length)).status()).isEqualTo(201);
        assertThat(RawHttp.exchange(port, "GET", "/v2/app/blobs/" + digest, Map.of(), new byte[0]).body())
                .isEqualTo(blob);
    }

    private static void pushUntilItFails(int port, int round, List<RawManifest> acknowledged) throws IOException {
        try {
            for (int i = 0;; i++) {
                byte[] blob = blob(round, i);
                Digest digest = Digest.sha256(blob);
                if (RawHttp.exchange(port, "POST", "/v2/app/blobs/uploads/?digest=" + digest, Map.of(), blob)
                        .status() != 201) {
                    return;
                }
                RawManifest manifest = ImageManifest.create(MediaType.OCI_MANIFEST,
                        new Descriptor(MediaType.OCI_CONFIG, digest, blob.length), List.of(), Map.of()).raw();
                Response response = RawHttp.exchange(port, "PUT", "/v2/app/manifests/r%d-%d".formatted(round, i),
                        Map.of("Content-Type", manifest.mediaType().value()), manifest.bytes());
                if (response.status() != 201) {
                    return;
                }
                acknowledged.add(manifest);
            }
        } catch (IOException e) {
            assertThat(e).as("the server was killed").isNotNull();
        }
    }

    private static void assertComplete(int port, RawManifest manifest) throws IOException {
        assertThat(
                RawHttp.exchange(port, "GET", "/v2/app/manifests/" + manifest.digest(), Map.of(), new byte[0]).body())
                .isEqualTo(manifest.bytes());
        Digest blob = ((ImageManifest) manifest.parse()).config().digest();
        byte[] bytes = RawHttp.exchange(port, "GET", "/v2/app/blobs/" + blob, Map.of(), new byte[0]).body();
        assertThat(Digest.sha256(bytes)).isEqualTo(blob);
    }

    private static Thread killSoon(Process process, int millis) {
        return Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(millis);
                process.destroyForcibly().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private int startServer() throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), ServerProcess.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null) {
            throw new AssertionError("the server process ended before it told its port");
        }
        return Integer.parseInt(line);
    }

    private static byte[] blob(int round, int number) {
        byte[] bytes = "%d-%d ".formatted(round, number).repeat(BLOB_SIZE / 4).getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, BLOB_SIZE);
    }
}
