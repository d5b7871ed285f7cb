package dev.anyarch.server;

import static dev.anyarch.server.TestRegistry.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.testkit.RawHttp;
import dev.anyarch.testkit.RawHttp.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OCI distribution-spec, "Pull" and "Content Management". */
class PullTest {
    private static final byte[] BLOB = "0123456789".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private TestRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = TestRegistry.start(directory);
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    @Test
    void theApiVersionIsOnEveryAnswer() throws IOException {
        for (String path : List.of("/", "/healthz", "/v2/", "/v2/_catalog", "/v2/a/manifests/x", "/nothing")) {
            Response response = registry.get(path);
            assertThat(response.header("Docker-Distribution-API-Version")).hasValue("registry/2.0");
            assertThat(response.body()).isNotEmpty();
            Response head = registry.send("HEAD", path);
            assertThat(head.status()).isEqualTo(response.status());
            assertThat(head.header("Content-Length")).isEqualTo(response.header("Content-Length"));
        }
    }

    @Test
    void aManifestIsItsBytesWhateverTheClientAccepts() throws IOException {
        RawManifest image = registry.image("a", "x");
        registry.pushManifest("a", "t", image);
        // twice: from the database, then from memory
        for (int i = 0; i < 2; i++) {
            for (String reference : List.of("t", image.digest().toString())) {
                Response response = registry.send("GET", "/v2/a/manifests/" + reference,
                        Map.of("Accept", MediaType.DOCKER_LIST.value()), NOTHING);
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.body()).isEqualTo(image.bytes());
                assertThat(response.header("Content-Type")).hasValue(image.mediaType().value());
                assertThat(response.header("Docker-Content-Digest")).hasValue(image.digest().toString());
                assertThat(response.header("ETag")).hasValue("\"%s\"".formatted(image.digest()));
                Response head = registry.send("HEAD", "/v2/a/manifests/" + reference);
                assertThat(head.header("Content-Length")).hasValue(String.valueOf(image.size()));
            }
        }
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws IOException {
        RawManifest image = registry.image("a", "x");
        registry.pushManifest("a", "t", image);
        Digest blob = registry.pushBlob("a", BLOB);
        for (Map.Entry<String, Digest> entry : Map.of("/v2/a/manifests/t", image.digest(), "/v2/a/blobs/" + blob, blob)
                .entrySet()) {
            for (String tag : List.of("\"%s\"", "W/\"%s\"", "\"other\", \"%s\"", "*")) {
                Response response = registry.send("GET", entry.getKey(),
                        Map.of("If-None-Match", tag.formatted(entry.getValue())), NOTHING);
                assertThat(response.status()).isEqualTo(304);
                assertThat(response.header("ETag")).isPresent();
            }
            assertThat(registry.send("GET", entry.getKey(), Map.of("If-None-Match", "\"sha256:0\""), NOTHING).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aMovedTagIsSeenAtOnce() throws IOException {
        for (int i = 0; i < 20; i++) {
            RawManifest image = registry.image("a", "version " + i);
            registry.pushManifest("a", "t", image);
            assertThat(registry.get("/v2/a/manifests/t").body()).isEqualTo(image.bytes());
            assertThat(registry.get("/v2/a/manifests/t").body()).isEqualTo(image.bytes());
        }
    }

    @Test
    void whatAnotherProcessWritesIsSeenAtOnce() throws IOException {
        try (TestRegistry other = TestRegistry.start(directory)) {
            for (int i = 0; i < 5; i++) {
                RawManifest image = other.image("a", "version " + i);
                other.pushManifest("a", "t", image);
                assertThat(registry.get("/v2/a/manifests/t").body()).isEqualTo(image.bytes());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        bytes=0-3     | 206 | 0123       | bytes 0-3/10
        bytes=8-      | 206 | 89         | bytes 8-9/10
        bytes=-1      | 206 | 9          | bytes 9-9/10
        bytes=5-99    | 206 | 56789      | bytes 5-9/10
        bytes=0-1,3-4 | 200 | 0123456789 |
        junk          | 200 | 0123456789 |
        """)
    void aPartOfABlob(String range, int status, String body, String contentRange) throws IOException {
        Digest blob = registry.pushBlob("a", BLOB);
        Response response = registry.send("GET", "/v2/a/blobs/" + blob, Map.of("Range", range), NOTHING);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.text()).isEqualTo(body);
        assertThat(response.header("Content-Range").orElse(null)).isEqualTo(contentRange);
        assertThat(response.header("Docker-Content-Digest")).hasValue(blob.toString());
    }

    @Test
    void aPartThatIsNotThere() throws IOException {
        Digest blob = registry.pushBlob("a", BLOB);
        Response response = registry.send("GET", "/v2/a/blobs/" + blob, Map.of("Range", "bytes=10-"), NOTHING);
        assertThat(response.status()).isEqualTo(416);
        assertThat(response.header("Content-Range")).hasValue("bytes */10");
    }

    @Test
    void anEmptyBlobIsABlob() throws IOException {
        Digest empty = registry.pushBlob("a", NOTHING);
        Response response = registry.get("/v2/a/blobs/" + empty);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aBlobOfAnotherRepositoryIsNotHere() throws IOException {
        Digest blob = registry.pushBlob("a", BLOB);
        assertThat(registry.get("/v2/a/blobs/" + blob).status()).isEqualTo(200);
        Response response = registry.get("/v2/b/blobs/" + blob);
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).contains("BLOB_UNKNOWN");
    }

    @Test
    void oneConnectionServesManyRequests() throws IOException {
        Digest blob = registry.pushBlob("a", BLOB);
        try (RawHttp connection = RawHttp.connect(registry.port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(connection.request("GET", "/v2/a/blobs/" + blob, Map.of(), NOTHING).body()).isEqualTo(BLOB);
                assertThat(connection.request("GET", "/v2/none/manifests/x", Map.of(), NOTHING).status())
                        .isEqualTo(404);
                assertThat(connection.request("PUT", "/v2/a/manifests/.x", Map.of(), BLOB).status()).isEqualTo(400);
            }
        }
    }

    @Test
    void deletedIsGoneAtOnceAndEverywhere() throws IOException {
        RawManifest image = registry.image("a", "x");
        registry.pushManifest("a", "t", image);
        registry.pushManifest("a", "u", image);
        registry.get("/v2/a/manifests/t");
        assertThat(registry.send("DELETE", "/v2/a/manifests/t").status()).isEqualTo(202);
        assertThat(registry.get("/v2/a/manifests/t").text()).contains("MANIFEST_UNKNOWN");
        assertThat(registry.get("/v2/a/manifests/" + image.digest()).status()).isEqualTo(200);
        assertThat(registry.send("DELETE", "/v2/a/manifests/" + image.digest()).status()).isEqualTo(202);
        assertThat(registry.get("/v2/a/manifests/u").status()).isEqualTo(404);
        assertThat(registry.send("DELETE", "/v2/a/manifests/" + image.digest()).status()).isEqualTo(404);
        Digest blob = registry.pushBlob("a", BLOB);
        registry.get("/v2/a/blobs/" + blob);
        assertThat(registry.send("DELETE", "/v2/a/blobs/" + blob).status()).isEqualTo(202);
        assertThat(registry.get("/v2/a/blobs/" + blob).status()).isEqualTo(404);
        assertThat(registry.send("DELETE", "/v2/a/blobs/" + blob).text()).contains("BLOB_UNKNOWN");
    }

    @Test
    void whatSomethingElseNeedsIsNotDeleted() throws IOException {
        RawManifest image = registry.image("a", "x");
        registry.pushManifest("a", image.digest().toString(), image);
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(image.descriptor()), Map.of()).raw();
        assertThat(registry.pushManifest("a", "multi", index).status()).isEqualTo(201);
        Response child = registry.send("DELETE", "/v2/a/manifests/" + image.digest());
        assertThat(child.status()).isEqualTo(409);
        assertThat(child.text()).contains("DENIED");
        assertThat(registry.send("DELETE", "/v2/a/blobs/" + Digest.sha256(TestRegistry.CONFIG)).status())
                .isEqualTo(409);
        assertThat(registry.get("/v2/a/manifests/" + image.digest()).status()).isEqualTo(200);
    }
}
