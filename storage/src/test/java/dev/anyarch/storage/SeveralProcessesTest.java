package dev.anyarch.storage;

import static dev.anyarch.storage.Samples.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralProcessesTest {
    @TempDir
    private Path directory;

    @Test
    void processesChangeTheSameTagWithoutLosingAChange() throws IOException, InterruptedException {
        String root = directory.resolve("storage").toString();
        try (Storage storage = Storage.open(Path.of(root))) {
            long before = storage.generation();
            Process first = ChildProcess.start(directory.resolve("first.log"), "count", root, "40");
            Process second = ChildProcess.start(directory.resolve("second.log"), "count", root, "40");
            assertThat(exitCode(first)).as(log("first.log")).isZero();
            assertThat(exitCode(second)).as(log("second.log")).isZero();

            StoredRepository app = storage.repository(APP);
            Descriptor counter = app.resolve(ChildProcess.COUNTER).orElseThrow();
            assertThat(ChildProcess.value(app.fetchManifest(counter.digest()))).isEqualTo(80);
            assertThat(storage.generation()).isGreaterThan(before);
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesKillingTheProcess() throws IOException, InterruptedException {
        Path root = directory.resolve("storage");
        Map<Tag, Digest> acknowledged = new HashMap<>();
        for (int round = 0; round < 4; round++) {
            Process child = ChildProcess.start(directory.resolve("child.log"), "push", root.toString(),
                    "round" + round);
            try (BufferedReader output = ChildProcess.output(child)) {
                readAcknowledgements(output, 5 + 7 * round, acknowledged);
                // not through the process, which would close its output
                child.toHandle().destroyForcibly();
                readAcknowledgements(output, Integer.MAX_VALUE, acknowledged);
            } finally {
                child.destroyForcibly().waitFor();
            }
            assertThat(acknowledged).as(log("child.log")).hasSizeGreaterThanOrEqualTo(5);
            try (Storage storage = Storage.open(root)) {
                assertAcknowledgedIsThere(storage.repository(APP), acknowledged);
                assertEverythingVisibleIsComplete(storage.repository(APP));
                assertThat(storage.generation()).isNotNegative().isEqualTo(storage.generation());
            }
        }
        assertFilesMatchTheirNames(root.resolve("blobs"));
        assertLeftoversAreSwept(root);
    }

    private static void readAcknowledgements(BufferedReader output, int count, Map<Tag, Digest> acknowledged)
            throws IOException {
        for (int i = 0; i < count; i++) {
            String line = output.readLine();
            // the last line may be cut: it was not acknowledged as a whole
            if (line == null || line.length() < 71) {
                return;
            }
            List<String> words = List.of(line.split(" ", 2));
            acknowledged.put(new Tag(words.getFirst()), Digest.parse(words.getLast()));
        }
    }

    private static void assertAcknowledgedIsThere(StoredRepository app, Map<Tag, Digest> acknowledged)
            throws IOException {
        for (Map.Entry<Tag, Digest> entry : acknowledged.entrySet()) {
            assertThat(app.resolve(entry.getKey())).map(Descriptor::digest).contains(entry.getValue());
        }
    }

    private static void assertEverythingVisibleIsComplete(StoredRepository app) throws IOException {
        for (TaggedImage image : app.images()) {
            RawManifest manifest = app.fetchManifest(image.manifest().digest());
            for (Descriptor blob : manifest.parse().blobs()) {
                try (InputStream content = app.openBlob(blob)) {
                    content.transferTo(OutputStream.nullOutputStream());
                }
            }
        }
    }

    private static void assertFilesMatchTheirNames(Path blobs) throws IOException {
        try (Stream<Path> files = Files.walk(blobs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file).hasFileName(Digest.sha256(Files.readAllBytes(file)).encoded());
            }
        }
    }

    private static void assertLeftoversAreSwept(Path root) throws IOException {
        Instant later = Instant.now().plus(Duration.ofMinutes(2));
        try (Storage storage = Storage.open(root, SparsePolicy.COMPLETE, () -> later)) {
            storage.repository(APP).upload().close();
        }
        assertThat(root.resolve("uploads")).isEmptyDirectory();
    }

    private static int exitCode(Process process) throws IOException, InterruptedException {
        try (BufferedReader output = ChildProcess.output(process)) {
            output.transferTo(Writer.nullWriter());
        }
        return process.waitFor();
    }

    private String log(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }
}
