package dev.anyarch.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Digest;
import dev.anyarch.model.MediaType;
import dev.anyarch.testkit.RawHttp;
import dev.anyarch.testkit.RawHttp.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no honest client sends: each is refused in time and leaves the registry as it was. */
class HostileInputTest {
    private static final byte[] BLOB = "0123456789".repeat(1000).getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.sha256(BLOB);

    @TempDir
    Path directory;

    private TestRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = TestRegistry.start(directory, settings -> settings.withPatience(Duration.ofSeconds(1)));
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(registry.get("/v2/").status()).as("still serving").isEqualTo(200);
        registry.close();
    }

    @Test
    void aHeadThatIsTooLongIsRefused() throws IOException {
        assertThat(raw("GET /%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted("a".repeat(20_000))).status()).isEqualTo(414);
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nX: %s\r\n\r\n".formatted("a".repeat(40_000))).status())
                .isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONSENSE\r\n\r\n", "GET / HTTP/9.9.9\r\n\r\n", "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "PUT /v2/a/manifests/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "PUT /v2/a/manifests/x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "GET /v2/a\0/tags/list HTTP/1.1\r\nHost: x\r\n\r\n"})
    void whatIsNotHttpIsABadRequest(String request) throws IOException {
        assertThat(raw(request).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/a%0d%0aX:y/tags/list", "/v2/a/manifests/x%0d%0aSet-Cookie:y",
        "/v2/a/tags/list?last=%0d%0aSet-Cookie:y", "/v2/_catalog?last=%0d%0aSet-Cookie:y"})
    void noHeaderCanBeSmuggledIn(String target) throws IOException {
        Response response = registry.get(target);
        assertThat(response.status()).isBetween(400, 499);
        assertThat(response.header("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/../../etc/passwd", "/v2/a/blobs/../../../etc/passwd", "/../metadata.db",
        "/v2/%2e%2e%2f%2e%2e/manifests/x", "/v2/a/blobs/uploads/..%2f..%2fmetadata", "//v2/", "/v2//"})
    void aPathLeadsNowhereElse(String target) throws IOException {
        assertThat(registry.get(target).status()).isBetween(400, 499);
    }

    @Test
    void aHeadThatNeverEndsLosesItsConnection() throws IOException {
        try (RawHttp silent = RawHttp.connect(registry.port()); RawHttp half = RawHttp.connect(registry.port())) {
            half.send("GET / HTTP/1.1\r\nHost");
            assertThat(half.isClosedByServer()).isTrue();
            assertThat(silent.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aBodyThatStopsLosesItsConnectionAndKeepsWhatArrived() throws IOException {
        String location = registry.startUpload("a");
        try (RawHttp connection = RawHttp.connect(registry.port())) {
            connection.send("PATCH %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n0123".formatted(location,
                    BLOB.length));
            assertThat(connection.isClosedByServer()).isTrue();
        }
        awaitRange(location, "0-3");
    }

    @Test
    void aConnectionCutInAChunkLeavesAnUploadToGoOnWith() throws IOException {
        String location = registry.startUpload("a");
        try (RawHttp connection = RawHttp.connect(registry.port())) {
            connection.send("PATCH %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n".formatted(location,
                    BLOB.length));
            connection.send(Arrays.copyOf(BLOB, 5000));
            awaitRange(location, "0-4999");
            connection.cut();
        }
        assertThat(registry.send("HEAD", "/v2/a/blobs/" + DIGEST).status()).isEqualTo(404);
        Response rest = retryWhileBusy(location, Arrays.copyOfRange(BLOB, 5000, BLOB.length));
        assertThat(rest.status()).isEqualTo(202);
        assertThat(registry.send("PUT", location + "?digest=" + DIGEST).status()).isEqualTo(201);
    }

    @Test
    void aConnectionCutInAWholeBlobLeavesNothing() throws IOException {
        try (RawHttp connection = RawHttp.connect(registry.port())) {
            connection.send("POST /v2/a/blobs/uploads/?digest=%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n0123"
                    .formatted(DIGEST, BLOB.length));
            connection.cut();
        }
        assertThat(registry.send("HEAD", "/v2/a/blobs/" + DIGEST).status()).isEqualTo(404);
    }

    @Test
    void anEndlessManifestIsRefusedBeforeItsEnd() throws IOException {
        try (RawHttp connection = RawHttp.connect(registry.port())) {
            connection.send("PUT /v2/a/manifests/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "100000\r\n%s\r\n".formatted("x".repeat(0x100000));
            for (int i = 0; i < 9; i++) {
                connection.send(chunk);
            }
            assertThat(connection.read("PUT").status()).isEqualTo(413);
        }
    }

    @Test
    void anAnnouncedHugeManifestIsRefusedAtOnce() throws IOException {
        try (RawHttp connection = RawHttp.connect(registry.port())) {
            connection.send("PUT /v2/a/manifests/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9223372036854775807\r\n\r\n");
            Response response = connection.read("PUT");
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.header("Connection")).hasValue("close");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        not json
        []
        {}
        {"schemaVersion":1}
        {MANIFEST,"manifests":[]}
        {MANIFEST,"schemaVersion":2}
        {MANIFEST,"subject":{}}
        {MANIFEST,"layers":[{"mediaType":"a/b","digest":"sha256:../../x","size":1}]}
        {MANIFEST,"layers":[{"mediaType":"a/b","digest":"DIGEST","size":-1}]}
        {MANIFEST,"layers":[{"mediaType":"a/b","digest":"DIGEST","size":1e999}]}
        {MANIFEST,"layers":[{"mediaType":"a/b","digest":"DIGEST","size":99999999999999999999}]}
        {MANIFEST,"mediaType":"application/vnd.oci.image.index.v1+json"}
        {MANIFEST} trailing
        DEEP
        """)
    void aManifestThatIsNoneIsRefused(String text) throws IOException {
        registry.pushBlob("a", BLOB);
        byte[] body = text.replace("MANIFEST",
                "\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":%d}".formatted(DIGEST,
                        BLOB.length))
                .replace("DIGEST", DIGEST.toString())
                .replace("DEEP", "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000))
                .getBytes(StandardCharsets.UTF_8);
        for (String type : new String[]{MediaType.OCI_MANIFEST.value(), MediaType.DOCKER_MANIFEST.value()}) {
            Response response = registry.send("PUT", "/v2/a/manifests/x", Map.of("Content-Type", type), body);
            assertThat(response.status()).as(response.text()).isEqualTo(400);
            assertThat(response.text()).contains("MANIFEST_INVALID");
        }
        assertThat(registry.get("/v2/a/manifests/x").status()).isEqualTo(404);
    }

    @Test
    void aThousandRangesAreTheWholeBlob() throws IOException {
        registry.pushBlob("a", BLOB);
        Response response = registry.send("GET", "/v2/a/blobs/" + DIGEST,
                Map.of("Range", "bytes=0-0" + ",1-1".repeat(1000)), TestRegistry.NOTHING);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(BLOB);
    }

    @Test
    void manyOpenUploadsDisturbNobody() throws IOException {
        for (int i = 0; i < 200; i++) {
            registry.startUpload("a");
        }
        registry.pushBlob("a", BLOB);
    }

    private Response raw(String request) throws IOException {
        try (RawHttp connection = RawHttp.connect(registry.port())) {
            connection.send(request);
            return connection.read("GET");
        }
    }

    private void awaitRange(String location, String range) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Optional<String> found;
        do {
            found = registry.get(location).header("Range");
        } while (!found.equals(Optional.of(range)) && System.nanoTime() < deadline);
        assertThat(found).hasValue(range);
    }

    /** The server may learn of the cut a moment later than we did it. */
    private Response retryWhileBusy(String location, byte[] rest) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Response response;
        do {
            response = registry.send("PATCH", location, Map.of("Content-Range", "5000-" + (BLOB.length - 1)), rest);
        } while (response.status() == 503 && System.nanoTime() < deadline);
        return response;
    }
}
