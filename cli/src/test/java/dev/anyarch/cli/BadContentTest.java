package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Digest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.store.layout.OciLayout;
import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed and lying content through the command line: exit code, message, and that nothing comes of it. */
@Execution(ExecutionMode.CONCURRENT)
class BadContentTest {
    /** Each command is one that reads all of an image; {@code FROM} is where it is. */
    private static final List<String> MOVING = List.of("copy FROM store:app:1", "copy FROM oci:copied:1",
            "copy FROM oci-archive:copied.tar:1", "copy FROM docker-archive:copied.tar:app:1",
            "index create -t oci:copied:1 FROM");
    private static final List<String> READING = List.of("inspect FROM", "platforms FROM",
            "resolve FROM --platform linux/amd64");
    private static final byte[] BOMB = ("{\"schemaVersion\":2,\"x\":" + "[".repeat(200_000)).getBytes(UTF_8);

    @TempDir
    Path directory;
    private Cli cli = new Cli(Path.of("."));

    @BeforeEach
    void useDirectory() {
        cli = new Cli(directory);
    }

    /** What is wrong, the exit code, and a part of the message. */
    record Case(String name, HostileImage image, int exit, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Case> badManifests() {
        HostileImage good = HostileImage.good();
        String both = HostileImage.manifest(",\"manifests\":[]");
        return List.of(
                new Case("an image that is an index", HostileImage.of(MediaType.OCI_MANIFEST, both), 8,
                        "an image manifest must not have a member \"manifests\""),
                new Case("an index that is an image", HostileImage.of(MediaType.OCI_INDEX, both
                        .replace(MediaType.OCI_MANIFEST.value(), MediaType.OCI_INDEX.value())), 8,
                        "an index must not have a member"),
                new Case("a list that is an image", HostileImage.of(MediaType.DOCKER_LIST, both
                        .replace(MediaType.OCI_MANIFEST.value(), MediaType.DOCKER_LIST.value())), 8,
                        "an index must not have a member"),
                new Case("the same member twice", HostileImage.of(MediaType.OCI_MANIFEST,
                        HostileImage.manifest(",\"layers\":[]")), 8, "malformed JSON"),
                new Case("no JSON", HostileImage.of(MediaType.OCI_MANIFEST, "no JSON"), 8, "malformed JSON"),
                new Case("nothing", HostileImage.of(MediaType.OCI_INDEX, ""), 8, "found nothing"),
                new Case("a bomb of depth", HostileImage.of(MediaType.OCI_MANIFEST, BOMB), 8, "malformed JSON"),
                new Case("a negative size", HostileImage.of(MediaType.OCI_INDEX,
                        HostileImage.index(MediaType.OCI_MANIFEST, good.root(), -1)), 8, "negative size -1"),
                new Case("another algorithm", HostileImage.of(MediaType.OCI_INDEX,
                        HostileImage.index(MediaType.OCI_MANIFEST, good.root(), 5)
                                .replace("sha256:", "../../")),
                        8, "digest '../../"),
                new Case("other bytes", good.with(good.root(), HostileImage.manifest(" ").getBytes(UTF_8)), 8,
                        "digest mismatch: "),
                new Case("a config of other bytes", good.with(HostileImage.CONFIG_DIGEST, "{}".getBytes(UTF_8)), 8,
                        HostileImage.CONFIG_DIGEST.toString()),
                new Case("a missing config", good.without(HostileImage.CONFIG_DIGEST), 3,
                        HostileImage.CONFIG_DIGEST.toString()));
    }

    /** What only those notice who take all of an image. */
    private static List<Case> badBelow() {
        HostileImage good = HostileImage.good();
        return List.of(
                new Case("a missing child", HostileImage.of(MediaType.OCI_INDEX,
                        HostileImage.index(MediaType.OCI_MANIFEST, good.root(), 500)), 3, good.root().toString()),
                new Case("a child of another size", HostileImage.of(MediaType.OCI_INDEX,
                        HostileImage.index(MediaType.OCI_MANIFEST, good.root(), 7))
                        .with(good.root(), HostileImage.manifest("").getBytes(UTF_8)), 8, "expected 7 bytes"),
                new Case("a child of other bytes", HostileImage.of(MediaType.OCI_INDEX,
                        HostileImage.index(MediaType.OCI_MANIFEST, good.root(), good.rootSize()))
                        .with(good.root(), HostileImage.manifest("").replace("1", "2").getBytes(UTF_8)), 8,
                        "digest mismatch: "),
                new Case("a missing layer", good.without(HostileImage.LAYER_DIGEST), 3,
                        HostileImage.LAYER_DIGEST.toString()),
                new Case("a longer layer", good.with(HostileImage.LAYER_DIGEST, "longer layer".getBytes(UTF_8)), 8,
                        "expected 5 bytes"),
                new Case("a shorter layer", good.with(HostileImage.LAYER_DIGEST, "lay".getBytes(UTF_8)), 8,
                        "expected 5 bytes"),
                new Case("another layer", good.with(HostileImage.LAYER_DIGEST, "LAYER".getBytes(UTF_8)), 8,
                        "digest mismatch: "));
    }

    static Stream<Arguments> cases() {
        return Stream.concat(
                badManifests().stream()
                        .flatMap(bad -> Stream.concat(MOVING.stream(), READING.stream())
                                .map(command -> Arguments.of(bad, command))),
                badBelow().stream().flatMap(bad -> MOVING.stream().map(command -> Arguments.of(bad, command))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void badContentOfALayoutIsRefused(Case bad, String command) throws IOException {
        bad.image.toLayout(directory.resolve("bad"));
        require(bad, command, command.replace("FROM", "oci:bad:1"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void badContentOfARegistryIsRefused(Case bad, String command) throws IOException {
        try (ScriptedRegistry registry = ScriptedRegistry.start()) {
            bad.image.toRegistry(registry);
            require(bad, command, command.replace("FROM", registry.authority() + "/app:1"));
        }
    }

    private void require(Case bad, String pattern, String command) throws IOException {
        Cli.Outcome outcome = cli.run(command.split(" ", -1));
        assertThat(outcome.err()).contains(bad.message);
        assertThat(outcome.err()).startsWith("anyarch: " + pattern.substring(0, pattern.indexOf(' ')))
                .hasLineCount(1)
                .hasSizeLessThan(1000);
        assertThat(outcome.exit()).isEqualTo(bad.exit);
        assertThat(outcome.out()).isEmpty();
        requireNothingNew();
    }

    @Test
    void inspectTellsWhatIsMissing() throws IOException {
        HostileImage good = HostileImage.good();
        HostileImage.of(MediaType.OCI_INDEX, HostileImage.index(MediaType.OCI_MANIFEST, good.root(), 500))
                .toLayout(directory.resolve("bad"));
        Cli.Outcome outcome = cli.run("inspect", "oci:bad:1");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("linux/amd64", "missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy FROM store:app:1", "copy FROM oci:copied:1", "inspect FROM", "inspect --raw FROM",
        "index create -t oci:copied:1 FROM"})
    void aManifestOf100MegabytesIsNotRead(String command) throws IOException {
        Digest digest = Digest.sha256(new byte[0]);
        new HostileImage(digest, MediaType.OCI_MANIFEST, 100_000_000, Map.of(digest, new byte[0]))
                .toLayout(directory.resolve("bad"));
        try (RandomAccessFile sparse = new RandomAccessFile(directory.resolve("bad/blobs/sha256/" + digest.encoded())
                .toFile(), "rw"); ScriptedRegistry registry = ScriptedRegistry.start()) {
            sparse.setLength(100_000_000);
            Reply huge = Reply.of(200)
                    .header("Content-Type", MediaType.OCI_MANIFEST.value())
                    .header("Docker-Content-Digest", digest.toString())
                    .zeros(100_000_000);
            for (String name : List.of("1", digest.toString())) {
                registry.on("HEAD", "/v2/app/manifests/" + name, huge)
                        .on("GET", "/v2/app/manifests/" + name, huge.chunked());
            }
            for (String from : List.of("oci:bad:1", registry.authority() + "/app:1")) {
                Cli.Outcome outcome = cli.run(command.replace("FROM", from).split(" ", -1));
                assertThat(outcome.err()).contains("at most " + RawManifest.MAX_SIZE);
                assertThat(outcome.exit()).isEqualTo(8);
                requireNothingNew();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci-archive", "docker-archive"})
    void aBrokenArchiveIsRefused(String kind) throws IOException {
        HostileImage.good().toLayout(directory.resolve("good"));
        Cli.Outcome written = cli.run("copy", "oci:good:1", kind + ":image.tar:app:1");
        assertThat(written.exit()).as(written.err()).isZero();
        byte[] whole = Files.readAllBytes(directory.resolve("image.tar"));
        for (int length : new int[]{100, 600, whole.length / 2}) {
            Files.write(directory.resolve("broken.tar"), Arrays.copyOf(whole, length));
            Cli.Outcome outcome = cli.run("copy", kind + ":broken.tar", "oci:copied:1");
            // one that ends where an entry does only lacks a file
            assertThat(outcome.exit()).as("%d bytes: %s", length, outcome.err()).isIn(3, 8);
            assertThat(outcome.err()).startsWith("anyarch: copy: ").contains("broken.tar").hasLineCount(1);
            requireNothingNew();
        }
        Files.writeString(directory.resolve("broken.tar"), "no archive at all".repeat(100));
        assertThat(cli.run("copy", kind + ":broken.tar", "oci:copied:1").exit()).isEqualTo(8);
        requireNothingNew();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app/UPPER", "a//b", "a:b:c", "app:", "app@sha256:12",
        "app@md5:d41d8cd98f00b204e9800998ecf8427e",
        "http://registry.example/app", "app:.tag", "registry.example:port/app", "../app", "a b"})
    void aMalformedReferenceExitsWith2(String reference) {
        for (List<String> command : List.of(List.of("inspect", reference), List.of("pull", reference),
                List.of("push", reference), List.of("copy", reference, "oci:copied"),
                List.of("copy", "oci:good:1", reference), List.of("tag", "app", reference),
                List.of("index", "create", "-t", reference, "app"), List.of("manifest", "inspect", reference))) {
            Cli.Outcome outcome = cli.run(command.toArray(String[]::new));
            assertThat(outcome.exit()).as("%s: %s", command, outcome.err()).isEqualTo(2);
            assertThat(outcome.err()).startsWith("anyarch: " + command.getFirst()).contains(reference).hasLineCount(1);
        }
        assertThat(directory.toFile().list()).doesNotContain("copied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux/", "/amd64", "linux/amd64/v1/x", "linux amd64",
        "linux/am_d*4/[", "!"})
    void aMalformedPlatformExitsWith2(String platform) throws IOException {
        HostileImage.good().toLayout(directory.resolve("good"));
        for (List<String> command : List.of(List.of("copy", "--platform", platform, "oci:good:1", "oci:copied:1"),
                List.of("resolve", "--platform", platform, "oci:good:1"),
                List.of("pull", "--platform", platform, "127.0.0.1:1/app"))) {
            Cli.Outcome outcome = cli.run(command.toArray(String[]::new));
            assertThat(outcome.exit()).as("%s: %s", command, outcome.err()).isEqualTo(2);
            assertThat(outcome.err()).startsWith("anyarch: " + command.getFirst() + ": ").hasLineCount(1);
        }
        assertThat(directory.toFile().list()).doesNotContain("copied");
    }

    private void requireNothingNew() throws IOException {
        assertThat(cli.run("images", "-o", "json").out()).isEqualTo("[]\n");
        assertThat(directory.resolve("copied.tar")).doesNotExist();
        if (Files.exists(directory.resolve("copied"))) {
            assertThat(OciLayout.open(directory.resolve("copied")).tags()).isEmpty();
        }
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith(".anyarch-"));
    }
}
