package dev.anyarch.server;

import static dev.anyarch.server.TestRegistry.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.testkit.RawHttp;
import dev.anyarch.testkit.RawHttp.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCI distribution-spec, "Push". */
class PushTest {
    private static final byte[] BLOB = "a blob of some length".getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.sha256(BLOB);
    private static final Digest LONG_DIGEST = Digest.of(DigestAlgorithm.SHA512, BLOB);

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
    void aBlobInOneRequest() throws IOException {
        Response response = registry.send("POST", "/v2/a/blobs/uploads/?digest=" + DIGEST, Map.of(), BLOB);
        assertCreated(response, DIGEST);
    }

    @Test
    void aBlobInTwoRequests() throws IOException {
        String location = registry.startUpload("a");
        assertCreated(registry.send("PUT", location + "?digest=" + DIGEST, Map.of(), BLOB), DIGEST);
        assertThat(registry.get(location).status()).isEqualTo(404);
    }

    @Test
    void aBlobBySha512WhetherAnnouncedOrNot() throws IOException {
        String location = registry.startUpload("a");
        assertCreated(registry.send("PUT", location + "?digest=" + LONG_DIGEST, Map.of(), BLOB), LONG_DIGEST);
        String announced = registry.send("POST", "/v2/b/blobs/uploads/?digest-algorithm=sha512")
                .header("Location")
                .orElseThrow();
        assertThat(registry.send("PUT", announced + "?digest=" + LONG_DIGEST, Map.of(), BLOB).status())
                .isEqualTo(201);
    }

    @Test
    void aBlobInChunksTellsItsProgress() throws IOException {
        String location = registry.startUpload("a");
        Response first = patch(location, 0, 9);
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("Range")).hasValue("0-9");
        assertThat(first.header("Location")).hasValue(location);
        Response status = registry.get(location);
        assertThat(status.status()).isEqualTo(204);
        assertThat(status.header("Range")).hasValue("0-9");
        assertThat(patch(location, 10, BLOB.length - 1).status()).isEqualTo(202);
        assertCreated(registry.send("PUT", location + "?digest=" + DIGEST), DIGEST);
    }

    @Test
    void aChunkOutOfOrderIsRefusedAndTheUploadGoesOn() throws IOException {
        String location = registry.startUpload("a");
        patch(location, 0, 4);
        for (int start : new int[]{0, 4, 6}) {
            Response refused = patch(location, start, start + 1);
            assertThat(refused.status()).isEqualTo(416);
            assertThat(refused.header("Range")).hasValue("0-4");
        }
        Response put = registry.send("PUT", location + "?digest=" + DIGEST, Map.of("Content-Range", "9-9"),
                new byte[1]);
        assertThat(put.status()).isEqualTo(416);
        patch(location, 5, BLOB.length - 1);
        assertCreated(registry.send("PUT", location + "?digest=" + DIGEST), DIGEST);
    }

    @Test
    void aChunkOfAnotherLengthThanItSaysIsRefused() throws IOException {
        String location = registry.startUpload("a");
        Response response = registry.send("PATCH", location, Map.of("Content-Range", "0-9"), new byte[3]);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("SIZE_INVALID");
        assertThat(registry.get(location).header("Range")).hasValue("0-0");
    }

    @Test
    void aStreamOfUnknownLengthIsTaken() throws IOException {
        String location = registry.startUpload("a");
        try (RawHttp connection = RawHttp.connect(registry.port())) {
            connection.send("PATCH %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(location));
            for (byte b : BLOB) {
                connection.send("1\r\n" + (char) b + "\r\n");
            }
            connection.send("0\r\n\r\n");
            assertThat(connection.read("PATCH").status()).isEqualTo(202);
            assertThat(connection.request("PUT", location + "?digest=" + DIGEST, Map.of(), NOTHING).status())
                    .isEqualTo(201);
        }
    }

    @Test
    void anotherDigestThanPromisedLeavesNothing() throws IOException {
        Digest other = Digest.sha256(NOTHING);
        String location = registry.startUpload("a");
        Response put = registry.send("PUT", location + "?digest=" + other, Map.of(), BLOB);
        assertThat(put.status()).isEqualTo(400);
        assertThat(put.text()).contains("DIGEST_INVALID").contains(DIGEST.toString());
        assertThat(registry.send("POST", "/v2/a/blobs/uploads/?digest=" + other, Map.of(), BLOB).status())
                .isEqualTo(400);
        assertThat(registry.send("HEAD", "/v2/a/blobs/" + DIGEST).status()).isEqualTo(404);
        assertThat(registry.send("HEAD", "/v2/a/blobs/" + other).status()).isEqualTo(404);
    }

    @Test
    void aCancelledUploadIsGone() throws IOException {
        String location = registry.startUpload("a");
        assertThat(registry.send("DELETE", location).status()).isEqualTo(204);
        assertThat(registry.send("DELETE", location).status()).isEqualTo(404);
        assertThat(registry.send("PATCH", location, Map.of(), BLOB).text()).contains("BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void anUploadBelongsToItsRepository() throws IOException {
        String elsewhere = registry.startUpload("a").replace("/v2/a/", "/v2/b/");
        for (String method : new String[]{"GET", "PATCH", "DELETE"}) {
            assertThat(registry.send(method, elsewhere).status()).isEqualTo(404);
        }
        assertThat(registry.send("PUT", elsewhere + "?digest=" + DIGEST, Map.of(), BLOB).status()).isEqualTo(404);
    }

    @Test
    void aBlobIsMountedFromAnyRepositoryThatHasIt() throws IOException {
        registry.pushBlob("a", BLOB);
        assertThat(registry.send("POST", "/v2/b/blobs/uploads/?from=a&mount=" + DIGEST).status()).isEqualTo(201);
        assertThat(registry.send("POST", "/v2/c/blobs/uploads/?mount=" + DIGEST).status()).isEqualTo(201);
        assertThat(registry.get("/v2/c/blobs/" + DIGEST).body()).isEqualTo(BLOB);
        Response missing = registry.send("POST", "/v2/d/blobs/uploads/?from=e&mount=" + DIGEST);
        assertThat(missing.status()).isEqualTo(202);
        assertThat(missing.header("Location")).isPresent();
    }

    @Test
    void aManifestByTagAnswersItsDigest() throws IOException {
        RawManifest image = registry.image("a", "x");
        Response response = registry.pushManifest("a", "1.0", image);
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.header("Docker-Content-Digest")).hasValue(image.digest().toString());
        assertThat(response.header("Location")).hasValue("/v2/a/manifests/" + image.digest());
        assertThat(registry.get("/v2/a/manifests/1.0").body()).isEqualTo(image.bytes());
    }

    @Test
    void aManifestByDigestTakesTagsAlongAllOrNone() throws IOException {
        RawManifest image = registry.image("a", "x");
        Response tagged = registry.pushManifest("a", image.digest() + "?tag=one&tag=two", image);
        assertThat(tagged.status()).isEqualTo(201);
        assertThat(tagged.all("OCI-Tag")).containsExactly("one", "two");
        assertThat(registry.pushManifest("a", image.digest() + "?tag=three&tag=.bad", image).status()).isEqualTo(400);
        assertThat(registry.get("/v2/a/tags/list").text()).contains("[\"one\",\"two\"]");
    }

    @Test
    void aManifestOfAnotherDigestThanItsPathIsRefused() throws IOException {
        RawManifest image = registry.image("a", "x");
        Response response = registry.pushManifest("a", DIGEST.toString(), image);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("DIGEST_INVALID");
    }

    @Test
    void aManifestWhoseBlobIsMissingIsRefused() throws IOException {
        RawManifest image = registry.image("a", "x");
        Response response = registry.pushManifest("b", "1.0", image);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("MANIFEST_BLOB_UNKNOWN");
        assertThat(registry.get("/v2/b/manifests/1.0").status()).isEqualTo(404);
    }

    @Test
    void aManifestOfFourMebibytesIsTakenAndALargerOneThanAllowedIsNot() throws IOException {
        String padding = "x".repeat(RawManifest.MAX_SIZE);
        assertThat(pushPadded(padding.substring(0, 4 * 1024 * 1024)).status()).isEqualTo(201);
        Response response = pushPadded(padding);
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.text()).contains("SIZE_INVALID");
    }

    private Response pushPadded(String padding) throws IOException {
        return registry.send("PUT", "/v2/a/manifests/big", Map.of("Content-Type", "application/vnd.test+json"),
                "{\"padding\":\"%s\"}".formatted(padding).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTagMovesOnlyWhenItIsAsTheWriterThinks() throws IOException {
        RawManifest first = registry.image("a", "first");
        RawManifest second = registry.image("a", "second");
        Map<String, String> absent = Map.of("If-None-Match", "*");
        Map<String, String> atFirst = Map.of("If-Match", "\"%s\"".formatted(first.digest()));
        assertThat(registry.pushManifest("a", "t", first, atFirst).status()).isEqualTo(412);
        assertThat(registry.pushManifest("a", "t", first, absent).status()).isEqualTo(201);
        assertThat(registry.pushManifest("a", "t", second, absent).status()).isEqualTo(412);
        assertThat(registry.pushManifest("a", "t", second, atFirst).status()).isEqualTo(201);
        assertThat(registry.pushManifest("a", "t", first, atFirst).status()).isEqualTo(412);
        assertThat(registry.send("HEAD", "/v2/a/manifests/t").header("Docker-Content-Digest"))
                .hasValue(second.digest().toString());
    }

    @Test
    void aReadOnlyRegistryServesAndRefuses() throws IOException {
        registry.pushManifest("a", "1.0", registry.image("a", "x"));
        try (TestRegistry readOnly = TestRegistry.start(directory, ServerSettings::withReadOnly)) {
            assertThat(readOnly.get("/v2/a/manifests/1.0").status()).isEqualTo(200);
            Response refused = readOnly.send("POST", "/v2/a/blobs/uploads/");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("DENIED");
        }
    }

    @Test
    void aManifestWithoutContentTypeIsWhatItSaysItIs() throws IOException {
        RawManifest image = registry.image("a", "x");
        assertThat(registry.send("PUT", "/v2/a/manifests/t", Map.of(), image.bytes()).status()).isEqualTo(201);
        assertThat(registry.get("/v2/a/manifests/t").header("Content-Type"))
                .hasValue(MediaType.OCI_MANIFEST.value());
    }

    private Response patch(String location, int first, int last) throws IOException {
        return registry.send("PATCH", location, Map.of("Content-Range", first + "-" + last),
                Arrays.copyOfRange(BLOB, first, last + 1));
    }

    private void assertCreated(Response response, Digest digest) throws IOException {
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.header("Docker-Content-Digest")).hasValue(digest.toString());
        assertThat(registry.get(response.header("Location").orElseThrow()).body()).isEqualTo(BLOB);
    }
}
