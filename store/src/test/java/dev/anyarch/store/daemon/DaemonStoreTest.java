package dev.anyarch.store.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.UnavailableException;
import dev.anyarch.store.archive.OciArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no engine of this machine says. */
final class DaemonStoreTest {
    private static final Tag V1 = new Tag("v1");
    private static final String CONTAINERD = """
        {"Architecture":"x86_64","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]]}""";
    private static final String CLASSIC = """
        {"Architecture":"x86_64","DriverStatus":[["Backing Filesystem","extfs"]]}""";

    @TempDir
    private Path directory;

    private ScriptedEngine engine(String info, Map<String, String> more) throws IOException {
        Map<String, String> answers = new HashMap<>(Map.of("GET /info", ScriptedEngine.ok(info), "GET /version",
                ScriptedEngine.ok(ScriptedEngine.VERSION)));
        answers.putAll(more);
        return new ScriptedEngine(directory, answers);
    }

    private DaemonStore open(ScriptedEngine engine) throws IOException {
        return DaemonStore.open(engine.connect(), Reference.parse("app"),
                Files.createDirectory(directory.resolve("w")));
    }

    @Test
    void anEngineWithTheContainerdImageStoreGetsAnArchiveOfAllPlatforms() throws IOException {
        try (ScriptedEngine engine = engine(CONTAINERD, Map.of("POST /images/load", ScriptedEngine.ok(
                "{\"stream\":\"Loaded image: app:v1\"}\n"), "GET /images/app:v1/json",
                ScriptedEngine.ok(
                        "{\"Id\":\"sha256:%s\"}".formatted("1".repeat(64)))));
                DaemonStore store = open(engine)) {
            assertThat(store.engine().holdsIndexes()).isTrue();
            Descriptor amd64 = image(store, "amd64");
            Descriptor arm64 = image(store, "arm64");
            RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(amd64, arm64), Map.of()).raw();
            store.putManifest(index, List.of(V1));
            assertThat(store.resolve(V1)).contains(index.descriptor());

            Path archive = Files.write(directory.resolve("loaded.tar"), engine.loaded());
            try (OciArchive loaded = OciArchive.open(archive)) {
                assertThat(loaded.roots()).hasSize(1);
                Descriptor root = loaded.roots().getFirst().descriptor();
                assertThat(root.digest()).isEqualTo(index.digest());
                assertThat(root.annotations()).containsEntry(Annotations.CONTAINERD_IMAGE_NAME,
                        "docker.io/library/app:v1").containsEntry(Annotations.REF_NAME, "v1");
                assertThat(loaded.fetchManifest(arm64.digest()).parse().blobs()).hasSize(2);
            }
        }
    }

    @Test
    void aClassicEngineRefusesAnIndexBeforeItSeesIt() throws IOException {
        try (ScriptedEngine engine = engine(CLASSIC, Map.of()); DaemonStore store = open(engine)) {
            Descriptor amd64 = image(store, "amd64");
            RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(amd64), Map.of()).raw();
            assertThatThrownBy(() -> store.putManifest(index, List.of(V1))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(index.digest().toString());
        }
    }

    @Test
    void whatTheEngineSaysInItsStreamIsToldInItsWords() throws IOException {
        String full = "write /var/lib/docker/x: no space on the device";
        try (ScriptedEngine engine = engine(CLASSIC, Map.of("POST /images/load", ScriptedEngine.ok("""
            {"status":"Loading layer","progressDetail":{"current":1,"total":2}}
            {"errorDetail":{"message":"%s"},"error":"%s"}
            """.formatted(full, full)))); DaemonStore store = open(engine)) {
            assertThatThrownBy(() -> load(store)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("load into the container engine at unix://")
                    .hasMessageEndingWith("the engine says: " + full);
        }
    }

    @Test
    void aRefusalThatComesEarlyIsToldAndNotTheBrokenPipe() throws IOException {
        String early = "HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\n\r\n{\"message\":\"early: no\"}";
        try (ScriptedEngine engine = engine(CLASSIC, Map.of("POST /images/load", early));
                DaemonStore store = open(engine)) {
            assertThatThrownBy(() -> load(store)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("early: no (500)");
        }
    }

    @Test
    void anAnswerThatEndsEarlyIsNoSuccess() throws IOException {
        try (ScriptedEngine engine = engine(CLASSIC, Map.of("POST /images/load",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"stream"));
                DaemonStore store = open(engine)) {
            assertThatThrownBy(() -> load(store)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anEngineThatHasAnotherImageThanItGotIsNotBelieved() throws IOException {
        try (ScriptedEngine engine = engine(CLASSIC, Map.of("POST /images/load", ScriptedEngine.ok(""),
                "GET /images/app:v1/json", ScriptedEngine.ok("{\"Id\":\"sha256:%s\"}".formatted("2".repeat(64)))));
                DaemonStore store = open(engine)) {
            assertThatThrownBy(() -> load(store)).isInstanceOf(InvalidContentException.class)
                    .hasMessageContaining("expected image sha256:");
        }
    }

    @Test
    void whatIsNoEngineIsToldAsSuch() throws IOException {
        try (ScriptedEngine engine = engine(CLASSIC, Map.of("GET /version", "SSH-2.0-OpenSSH_9.2\r\n"))) {
            assertThatThrownBy(engine::connect).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("expected an answer in HTTP");
        }
    }

    private void load(DaemonStore store) throws IOException {
        store.putManifest(store.fetchManifest(image(store, "amd64").digest()), List.of(V1));
    }

    private static Descriptor image(DaemonStore store, String architecture) throws IOException {
        byte[] layer = new byte[1024];
        Descriptor layerBlob = put(store, MediaType.OCI_LAYER, layer);
        byte[] config = """
            {"architecture":"%s","os":"linux","rootfs":{"type":"layers","diff_ids":["%s"]}}"""
                .formatted(architecture, layerBlob.digest())
                .getBytes(UTF_8);
        RawManifest manifest = ImageManifest.create(MediaType.OCI_MANIFEST, put(store, MediaType.OCI_CONFIG, config),
                List.of(layerBlob), Map.of()).raw();
        store.putManifest(manifest, List.of());
        return manifest.descriptor().withPlatform(Platform.parse("linux/" + architecture));
    }

    private static Descriptor put(DaemonStore store, MediaType mediaType, byte[] bytes) throws IOException {
        Descriptor blob = Descriptor.of(mediaType, bytes);
        try (BlobUpload upload = store.upload()) {
            upload.write(bytes, 0, bytes.length);
            upload.commit(blob.digest());
        }
        return blob;
    }
}
