package dev.anyarch.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.UnavailableException;
import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content that breaks off, lies about itself, or does not come: in both directions. */
class BrokenTransferTest {
    private static final byte[] BYTES = "0123456789abcdefghij".getBytes(UTF_8);
    private static final Descriptor BLOB = Descriptor.of(MediaType.OCTET_STREAM, BYTES);
    private static final String PATH = "/v2/app/blobs/" + BLOB.digest();
    private static final String UPLOADS = "/v2/app/blobs/uploads/";

    private TestClient test;

    @BeforeEach
    void begin() throws IOException {
        test = new TestClient();
    }

    @AfterEach
    void end() throws IOException {
        test.close();
    }

    private byte[] read() throws IOException {
        try (InputStream in = test.repository().openBlob(BLOB)) {
            return in.readAllBytes();
        }
    }

    private static Reply part(int from) {
        byte[] rest = Arrays.copyOfRange(BYTES, from, BYTES.length);
        return Reply.of(206)
                .header("Content-Range", "bytes %d-%d/%d".formatted(from, BYTES.length - 1, BYTES.length))
                .body(rest);
    }

    @Test
    void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
        test.registry().on("GET", PATH, Reply.of(200).body(BYTES).cutAfter(5), part(5).cutAfter(4), part(9));
        assertThat(read()).isEqualTo(BYTES);
        assertThat(test.registry().requests()).extracting(request -> request.header("Range"))
                .containsExactly("",
                        "bytes=5-19", "bytes=9-19");
    }

    @Test
    void aRegistryWithoutRangesIsReadFromTheStart() throws Exception {
        test.registry().on("GET", PATH, Reply.of(200).body(BYTES).cutAfter(5), Reply.of(200).body(BYTES));
        assertThat(read()).isEqualTo(BYTES);
    }

    @Test
    void aChunkedDownloadThatIsCutGoesOn() throws Exception {
        test.registry().on("GET", PATH, Reply.of(200).body(BYTES).chunked().cutAfter(7), part(7));
        assertThat(read()).isEqualTo(BYTES);
    }

    @Test
    void aDownloadThatBreaksEveryTimeIsAnError() {
        test.registry().on("GET", PATH, Reply.of(200).body(BYTES).cutAfter(0));
        assertThatThrownBy(this::read).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("after 0 of 20 bytes");
    }

    @Test
    void aDownloadThatStandsStillIsTakenUpAgain() throws Exception {
        test.registry().on("GET", PATH, Reply.of(200).body(BYTES).slowly(Duration.ofSeconds(3)), part(0));
        assertThat(read()).isEqualTo(BYTES);
    }

    @Test
    void anotherRangeThanAskedForIsRefused() {
        test.registry().on("GET", PATH, Reply.of(200).body(BYTES).cutAfter(5), part(6));
        assertThatThrownBy(this::read).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("expected bytes from 5");
    }

    @Test
    void otherBytesAreRefused() {
        test.registry().on("GET", PATH, Reply.of(200).body("0123456789abcdefghiX"));
        assertThatThrownBy(this::read).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("digest mismatch");
    }

    @Test
    void anotherLengthIsRefusedBeforeReading() {
        test.registry().on("GET", PATH, Reply.of(200).zeros(1L << 40).cutAfter(100));
        assertThatThrownBy(this::read).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("expected 20 bytes, the registry announces 1099511627776");
    }

    @Test
    void moreThanTheWholeIsRefused() {
        test.registry().on("GET", PATH, Reply.of(200).zeros(1L << 30).chunked());
        assertThatThrownBy(this::read).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("expected 20 bytes, received more");
    }

    @Test
    void aHugeManifestIsNotRead() {
        String path = "/v2/app/manifests/" + BLOB.digest();
        Reply huge = Reply.of(200).header("Content-Type", MediaType.OCI_INDEX.value()).zeros(100_000_000);
        test.registry().on("GET", path, huge, huge.chunked());
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> test.repository().fetchManifest(BLOB.digest()))
                    .isInstanceOf(InvalidContentException.class)
                    .hasMessageContaining("at most " + RawManifest.MAX_SIZE);
        }
    }

    @Test
    void aManifestWithOtherBytesIsRefused() {
        test.registry()
                .on("GET", "/v2/app/manifests/" + BLOB.digest(),
                        Reply.of(200).header("Content-Type", MediaType.OCI_INDEX.value()).body("{}"));
        assertThatThrownBy(() -> test.repository().fetchManifest(BLOB.digest()))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("digest mismatch: expected " + BLOB.digest());
    }

    @Test
    void aManifestThatIsCutIsUnavailable() {
        test.registry()
                .on("GET", "/v2/app/manifests/" + BLOB.digest(),
                        Reply.of(200).header("Content-Type", MediaType.OCI_INDEX.value()).body(BYTES).cutAfter(3));
        assertThatThrownBy(() -> test.repository().fetchManifest(BLOB.digest()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("after 3 of 20 bytes");
    }

    @Test
    void aTagWithoutDigestIsResolvedByItsBytes() throws Exception {
        Reply manifest = Reply.of(200).header("Content-Type", MediaType.OCI_INDEX.value()).body("{}");
        test.registry()
                .on("HEAD", "/v2/app/manifests/latest", manifest)
                .on("GET", "/v2/app/manifests/latest", manifest);
        Digest digest = Digest.sha256("{}".getBytes(UTF_8));
        assertThat(test.repository().resolve(Tag.LATEST)).contains(new Descriptor(MediaType.OCI_INDEX, digest, 2));
        assertThat(test.registry().lines()).containsExactly("HEAD /v2/app/manifests/latest",
                "GET /v2/app/manifests/latest");
    }

    @Test
    void aSmallUploadBeginsAgainAfterAFailure() throws Exception {
        test.registry()
                .on("POST", UPLOADS, session("/u/1"), session("/u/2"))
                .on("PUT", "/u/1", Reply.of(503))
                .on("PUT", "/u/2", Reply.of(201));
        upload(BYTES.length, test.repository().upload());
        assertThat(test.registry().lines()).containsExactly("POST " + UPLOADS, "PUT /u/1", "DELETE /u/1",
                "POST " + UPLOADS, "PUT /u/2");
        assertThat(last().body()).isEqualTo(new String(BYTES, UTF_8));
        assertThat(last().target()).isEqualTo("/u/2?_state=secret&digest=" + BLOB.digest());
    }

    @Test
    void contentThatCanBeReadAgainIsSentAgain() throws Exception {
        byte[] large = new byte[3_000_000];
        Descriptor blob = Descriptor.of(MediaType.OCTET_STREAM, large);
        test.registry()
                .on("POST", UPLOADS, session("/u/1"), session("/u/2"))
                .on("PUT", "/u/1", Reply.of(500))
                .on("PUT", "/u/2", Reply.of(201));
        test.repository().uploadBlob(blob, () -> new ByteArrayInputStream(large));
        assertThat(last().body()).hasSize(large.length);
    }

    @Test
    void contentThatIsShorterThanSaidIsNotSentAgain() {
        test.registry().on("POST", UPLOADS, session("/u/1"));
        Descriptor blob = new Descriptor(MediaType.OCTET_STREAM, BLOB.digest(), 100);
        assertThatThrownBy(() -> test.repository().uploadBlob(blob, () -> new ByteArrayInputStream(BYTES)))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("expected 100 bytes");
        assertThat(test.pauses()).isEmpty();
    }

    @Test
    void aRefusalInMidUploadIsTold() {
        test.registry()
                .on("POST", UPLOADS, session("/u/1"))
                .on("PATCH", "/u/1", Reply.of(403)
                        .json("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"quota\"}]}")
                        .withoutReading());
        assertThatThrownBy(() -> upload(200_000_000, test.repository().upload())).isInstanceOfAny(
                DeniedException.class, UnavailableException.class)
                .hasMessageContaining("PATCH http://127.0.0.1:")
                .hasMessageNotContaining("secret");
        assertThat(test.registry().lines()).contains("DELETE /u/1");
    }

    @Test
    void anUploadOfUnknownLengthStreams() throws Exception {
        test.registry()
                .on("POST", UPLOADS, session("/u/1"))
                .on("PATCH", "/u/1", Reply.of(202).header("Location", "/u/2?_state=secret"))
                .on("PUT", "/u/2", Reply.of(201));
        upload(2_000_000, test.repository().upload());
        assertThat(test.registry().lines()).containsExactly("POST " + UPLOADS, "PATCH /u/1", "PUT /u/2");
        assertThat(test.registry().requests().get(1).header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(test.registry().requests().get(1).body()).hasSize(2_000_000);
    }

    @Test
    void anUploadOfKnownLengthIsOneRequest() throws Exception {
        byte[] bytes = new byte[2_000_000];
        test.registry().on("POST", UPLOADS, session("/u/1")).on("PUT", "/u/1", Reply.of(201));
        upload(bytes.length, test.repository().upload(Descriptor.of(MediaType.OCTET_STREAM, bytes)));
        assertThat(test.registry().lines()).containsExactly("POST " + UPLOADS, "PUT /u/1");
        assertThat(last().header("Content-Length")).isEqualTo("2000000");
    }

    @Test
    void anUploadThatIsClosedIsCancelled() throws Exception {
        test.registry().on("POST", UPLOADS, session("/u/1")).on("PATCH", "/u/1", Reply.of(202));
        try (BlobUpload upload = test.repository().upload()) {
            upload.write(new byte[1_000_000], 0, 1_000_000);
        }
        assertThat(test.registry().lines()).contains("POST " + UPLOADS, "DELETE /u/1").doesNotContain("PUT /u/1");
    }

    @Test
    void aMountThatBecameAnUploadIsCancelled() throws Exception {
        test.registry().on("POST", UPLOADS, session("/u/1")).on("DELETE", "/u/1", Reply.of(204));
        assertThat(test.repository().mount(BLOB.digest(), TestClient.APP)).isFalse();
        assertThat(test.registry().lines()).containsExactly("POST " + UPLOADS, "DELETE /u/1");
        assertThat(test.registry().requests().getFirst().target())
                .isEqualTo(UPLOADS + "?mount=" + BLOB.digest() + "&from=app");
    }

    private static Reply session(String location) {
        return Reply.of(202).header("Location", location + "?_state=secret");
    }

    private Request last() {
        return test.registry().requests().getLast();
    }

    private static void upload(int length, BlobUpload upload) throws IOException {
        byte[] bytes = length == BYTES.length ? BYTES : new byte[Math.min(length, 1 << 20)];
        try (upload) {
            for (int sent = 0; sent < length; sent += bytes.length) {
                upload.write(bytes, 0, Math.min(bytes.length, length - sent));
            }
            upload.commit(length == BYTES.length ? BLOB.digest() : Digest.sha256(new byte[length]));
        }
    }

    @Test
    void tagsAreReadPageByPage() throws Exception {
        test.registry()
                .on("GET", "/v2/app/tags/list",
                        Reply.of(200)
                                .header("Link", "</v2/app/tags/list?n=2&last=b>; rel=\"next\"")
                                .json("{\"name\":\"app\",\"tags\":[\"b\",\"a\"]}"),
                        Reply.of(200).json("{\"name\":\"app\",\"tags\":[\"c\"]}"));
        assertThat(test.repository().tags()).extracting(Tag::value).containsExactly("a", "b", "c");
    }

    @Test
    void pagesThatGoInACircleAreRefused() {
        test.registry()
                .on("GET", "/v2/app/tags/list",
                        Reply.of(200)
                                .header("Link", "<http://elsewhere.example/v2/app/tags/list?n=1>; rel=next")
                                .json("{\"tags\":[\"a\"]}"));
        assertThatThrownBy(() -> test.repository().tags()).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("circle");
        assertThat(test.registry().lines()).isEqualTo(List.of("GET /v2/app/tags/list", "GET /v2/app/tags/list"));
    }
}
