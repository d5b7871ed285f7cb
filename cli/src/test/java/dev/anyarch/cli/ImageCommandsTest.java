package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.layout.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on images, against a registry in this process, layouts, archives and the local store. */
class ImageCommandsTest {
    private static final List<String> PLATFORMS = List.of("amd64", "arm64", "s390x");

    @TempDir
    Path directory;
    private Cli cli = new Cli(Path.of("."));
    private Storage storage;
    private RegistryServer server;
    private String registry = "";

    @BeforeEach
    void startRegistryAndMakeImages() throws IOException {
        cli = new Cli(directory);
        storage = Storage.open(directory.resolve("registry"));
        server = RegistryServer.start(ServerSettings.loopback(), storage);
        registry = "127.0.0.1:" + server.port();
        try (OciLayout layout = OciLayout.create(directory.resolve("images"))) {
            for (String architecture : PLATFORMS) {
                layout.putManifest(image(layout, architecture), List.of(new Tag(architecture)));
            }
        }
    }

    @AfterEach
    void stopRegistry() throws IOException {
        server.close();
        storage.close();
    }

    private static RawManifest image(ImageStore store, String architecture) throws IOException {
        Descriptor layer = put(store, MediaType.OCI_LAYER, ("layer of " + architecture).getBytes(UTF_8));
        byte[] config = JsonWriter.compact(new JsonBuilder().put("architecture", architecture)
                .put("os", "linux")
                .put("rootfs", new JsonBuilder().put("type", "layers")
                        .put("diff_ids", Json.ofStrings(List.of(layer.digest().toString())))
                        .build())
                .build());
        Descriptor configBlob = put(store, MediaType.OCI_CONFIG, config);
        return ImageManifest.create(MediaType.OCI_MANIFEST, configBlob, List.of(layer), Map.of()).raw();
    }

    private static Descriptor put(ImageStore store, MediaType type, byte[] bytes) throws IOException {
        Descriptor descriptor = Descriptor.of(type, bytes);
        try (BlobUpload upload = store.upload(descriptor)) {
            upload.write(bytes, 0, bytes.length);
            upload.commit(descriptor.digest());
        }
        return descriptor;
    }

    private Cli.Outcome succeed(String... arguments) {
        Cli.Outcome outcome = cli.run(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome;
    }

    /** An index of the three images in the registry. */
    private String publish() {
        String digest = succeed("index", "create", "-t", registry + "/app:1,%s/app:latest".formatted(registry),
                "oci:images:amd64", "oci:images:arm64", "oci:images:s390x").line();
        assertThat(digest).startsWith("sha256:");
        return digest;
    }

    @Test
    void oneNameIsMadeOfSeveralImages() {
        String digest = publish();
        assertThat(succeed("platforms", registry + "/app:1").out()).isEqualTo(
                "linux/amd64\nlinux/arm64\nlinux/s390x\n");
        assertThat(succeed("tags", registry + "/app").out()).isEqualTo("1\nlatest\n");
        assertThat(succeed("inspect", registry + "/app").out()).contains(digest, "linux/s390x");
        assertThat(succeed("inspect", "-o", "json", registry + "/app").out()).startsWith("{").contains(digest);
    }

    @Test
    void rawInspectionIsByteExact() throws IOException {
        succeed("copy", "oci:images:amd64", registry + "/one:1");
        try (OciLayout layout = OciLayout.open(directory.resolve("images"))) {
            Descriptor root = layout.find("amd64").orElseThrow();
            assertThat(succeed("inspect", "--raw", registry + "/one:1").out())
                    .isEqualTo(new String(layout.fetchManifest(root.digest()).bytes(), UTF_8));
        }
    }

    @Test
    void manifestInspectPrintsAsDockerDoes() {
        publish();
        assertThat(succeed("manifest", "inspect", registry + "/app").out()).startsWith("{\n   \"schemaVersion\": 2,\n")
                .contains("\"architecture\": \"arm64\"");
        assertThat(succeed("manifest", "inspect", "-v", registry + "/app").out()).contains("\"Ref\"");
    }

    @Test
    void dryRunsWriteNothing() {
        String digest = succeed("index", "create", "--dry-run", "-t", registry + "/app:1", "oci:images:amd64",
                "oci:images:arm64").out();
        assertThat(digest).contains("linux/arm64");
        succeed("copy", "--dry-run", "oci:images:amd64", registry + "/app:1");
        assertThat(cli.run("tags", registry + "/app").exit()).isEqualTo(3);
    }

    @Test
    void indexThatLacksARequiredPlatformIsRefused() {
        Cli.Outcome outcome = cli.run("index", "create", "--require", "linux/riscv64", "-t", registry + "/app:1",
                "oci:images:amd64");
        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err()).contains("linux/riscv64").contains("linux/amd64");
    }

    @Test
    void resolutionSaysWhatAnEngineWouldPull() {
        publish();
        Cli.Outcome json = succeed("resolve", registry + "/app", "--platform", "linux/arm64", "--engine", "all", "-o",
                "json");
        assertThat(json.out()).contains("\"platform\": \"linux/arm64\"", "\"docker\": {", "\"picked\": [\n");
        assertThat(succeed("resolve", registry + "/app", "--platform", "linux/arm64", "--explain").out())
                .contains("for linux/arm64", "linux/amd64");
        assertThat(cli.run("resolve", registry + "/app", "--platform", "linux/riscv64").exit()).isEqualTo(4);
    }

    @Test
    void copiesKeepTheDigestEverywhere() {
        String digest = publish();
        String from = registry + "/app:1";
        assertThat(succeed("copy", from, registry + "/other/app:2").line()).isEqualTo(digest);
        assertThat(succeed("copy", from, "oci:copy:3").line()).isEqualTo(digest);
        assertThat(succeed("copy", "oci:copy:3", "oci-archive:copy.tar:4").line()).isEqualTo(digest);
        assertThat(succeed("copy", "oci-archive:copy.tar:4", "store:app").line()).isEqualTo(digest);
        assertThat(succeed("inspect", "--raw", "store:app@" + digest).out())
                .isEqualTo(succeed("inspect", "--raw", from).out());
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith(".anyarch-"));
    }

    @Test
    void chosenPlatformsComeUnderANewIndexOrAlone() {
        String digest = publish();
        String from = registry + "/app:1";
        assertThat(succeed("copy", "--platform", "linux/arm64,linux/s390x", from, "oci:some:1").line())
                .isNotEqualTo(digest);
        assertThat(succeed("platforms", "oci:some:1").out()).isEqualTo("linux/arm64\nlinux/s390x\n");
        succeed("copy", "--platform", "!linux/amd64", from, "oci:filtered");
        assertThat(succeed("platforms", "oci:filtered").out()).isEqualTo("linux/arm64\nlinux/s390x\n");
        assertThat(cli.run("copy", "--platform", "linux/mips", from, "oci:none").exit()).isEqualTo(4);
        assertThat(
                succeed("copy", "--platform", "linux/arm64", "--mode", "children", from, registry + "/child:1").line())
                .isEqualTo(succeed("resolve", from, "--platform", "linux/arm64", "-o", "json").out()
                        .replaceAll(
                                "(?s).*\"digest\": \"([^\"]+)\".*", "$1"));
    }

    @Test
    void localStoreIsFilledListedTaggedAndEmptied() {
        String digest = publish();
        String name = registry + "/app:1";
        assertThat(succeed("images").out()).isEqualTo("REPOSITORY   TAG   DIGEST   SIZE   PLATFORMS\n");
        assertThat(succeed("pull", name).line()).isEqualTo(digest);
        succeed("tag", name, registry + "/renamed:2");
        assertThat(succeed("images").out()).contains(registry + "/app", registry + "/renamed",
                "linux/amd64,linux/arm64,linux/s390x");
        assertThat(succeed("push", registry + "/renamed:2").line()).isEqualTo(digest);
        succeed("rmi", name, registry + "/renamed:2");
        assertThat(succeed("images", "-o", "json").out()).isEqualTo("[]\n");
        assertThat(cli.run("rmi", name).exit()).isEqualTo(3);
    }

    @Test
    void savedImagesAreForOthersToLoad() {
        publish();
        succeed("pull", registry + "/app:1");
        succeed("save", "--format", "docker-archive", "--platform", "linux/amd64", "-o", "docker.tar",
                registry + "/app:1");
        assertThat(succeed("platforms", "docker-archive:docker.tar").out()).isEqualTo("linux/amd64\n");
        assertThat(cli.run("save", "--format", "docker-archive", "-o", "two.tar", registry + "/app:1").exit())
                .isEqualTo(2);
        assertThat(Files.exists(directory.resolve("two.tar"))).isFalse();
    }

    @Test
    void whatIsNotThereExitsWith3() {
        assertThat(cli.run("inspect", registry + "/none").exit()).isEqualTo(3);
        assertThat(cli.run("inspect", "oci:nowhere").exit()).isEqualTo(3);
        assertThat(cli.run("inspect", "oci:images:none").exit()).isEqualTo(3);
        assertThat(cli.run("inspect", "store:none").exit()).isEqualTo(3);
        assertThat(cli.run("push", registry + "/none").exit()).isEqualTo(3);
    }

    @Test
    void registryThatIsDownExitsWith7() throws IOException {
        String down;
        try (RegistryServer other = RegistryServer.start(ServerSettings.loopback(), storage)) {
            down = "127.0.0.1:" + other.port();
        }
        assertThat(cli.run("inspect", down + "/app").exit()).isEqualTo(7);
    }

    @Test
    void layoutWithSeveralImagesNeedsAName() {
        Cli.Outcome outcome = cli.run("inspect", "oci:images");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("amd64, arm64, s390x");
    }

    @Test
    void credentialsAreCheckedAndKeptWhereDockerKeepsThem() throws IOException {
        Cli.Outcome outcome = cli.withInput("secret\n").run("login", registry, "-u", "me", "--password-stdin");
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(Files.readString(directory.resolve("docker/config.json"))).contains(registry);
        assertThat(cli.run("logout", registry).exit()).isZero();
        assertThat(Files.readString(directory.resolve("docker/config.json"))).doesNotContain(registry);
    }
}
