package dev.anyarch.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyarch.client.auth.Credential;
import dev.anyarch.client.config.ClientSettings;
import dev.anyarch.client.config.TlsMode;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.RateLimitedException;
import dev.anyarch.store.UnavailableException;
import dev.anyarch.testkit.ClosedPort;
import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry;
import dev.anyarch.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request of the client, answered with every kind of refusal. */
class FailingRegistryTest {
    private static final byte[] BYTES = "content".getBytes(UTF_8);
    private static final Descriptor BLOB = Descriptor.of(MediaType.OCTET_STREAM, BYTES);
    private static final Digest DIGEST = BLOB.digest();

    private TestClient test;

    @BeforeEach
    void begin() throws IOException {
        test = new TestClient();
    }

    @AfterEach
    void end() throws IOException {
        test.close();
    }

    /** Something that the client does. */
    @FunctionalInterface
    interface Step {
        void run(RemoteRepository repository) throws IOException;
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                Arguments.of("HEAD", "/v2/app/manifests/latest", (Step) repository -> repository.resolve(Tag.LATEST)),
                Arguments.of("GET", "/v2/app/manifests/" + DIGEST,
                        (Step) repository -> repository.fetchManifest(DIGEST)),
                Arguments.of("GET", "/v2/app/blobs/" + DIGEST, (Step) repository -> repository.openBlob(BLOB).close()),
                Arguments.of("GET", "/v2/app/tags/list", (Step) RemoteRepository::tags),
                Arguments.of("GET", "/v2/app/referrers/" + DIGEST,
                        (Step) repository -> repository.referrers(DIGEST, Optional.empty())),
                Arguments.of("HEAD", "/v2/app/blobs/" + DIGEST, (Step) repository -> repository.hasBlob(DIGEST)),
                Arguments.of("POST", "/v2/app/blobs/uploads/", (Step) FailingRegistryTest::upload),
                Arguments.of("PUT", "/v2/app/manifests/latest", (Step) FailingRegistryTest::putManifest),
                Arguments.of("DELETE", "/v2/app/manifests/latest",
                        (Step) repository -> repository.deleteTag(Tag.LATEST)),
                Arguments.of("DELETE", "/v2/app/blobs/" + DIGEST,
                        (Step) repository -> repository.deleteBlob(DIGEST)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("steps")
    void forbiddenIsDenied(String method, String path, Step step) {
        test.registry().on(method, path, error(403, "DENIED", "not for you"));
        assertThatThrownBy(() -> step.run(test.repository())).isInstanceOf(DeniedException.class)
                .hasMessageContaining(method + " http://127.0.0.1:")
                .hasMessageContaining(path)
                .hasMessageContaining("403");
        assertThat(test.pauses()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("steps")
    void unauthorizedWithoutAChallengeIsDenied(String method, String path, Step step) {
        test.registry().on(method, path, error(401, "UNAUTHORIZED", "who are you"));
        assertThatThrownBy(() -> step.run(test.repository())).isInstanceOf(DeniedException.class)
                .hasMessageContaining("401");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("steps")
    void aServerErrorIsTriedAgainAndThenUnavailable(String method, String path, Step step) {
        test.registry().on(method, path, error(500, "UNKNOWN", "oops"));
        assertThatThrownBy(() -> step.run(test.repository())).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("500");
        assertThat(test.pauses()).hasSize(3).allMatch(pause -> pause.toMillis() >= 50);
        assertThat(test.registry().requests()).hasSize(4);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("steps")
    void aLongRateLimitIsToldAtOnce(String method, String path, Step step) {
        test.registry().on(method, path, error(429, "TOOMANYREQUESTS", "slow down").header("Retry-After", "3600"));
        RateLimitedException failure = catchThrowableOfType(RateLimitedException.class,
                () -> step.run(test.repository()));
        assertThat(failure.retryAt()).contains(TestClient.NOW.plusSeconds(3600));
        assertThat(failure).hasMessageContaining("2026-01-01T01:00:00Z");
        assertThat(test.pauses()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("steps")
    void aShortRateLimitIsWaitedFor(String method, String path, Step step) {
        test.registry()
                .on(method, path, error(429, "TOOMANYREQUESTS", "slow down").header("Retry-After", "2"),
                        error(403, "DENIED", "reached"));
        assertThatThrownBy(() -> step.run(test.repository())).hasMessageContaining("403");
        assertThat(test.pauses()).containsExactly(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"401, 5", "403, 5", "404, 7", "429, 6", "500, 7"})
    void aRefusedChunkIsToldAndCancelled(int status, int kind) throws Exception {
        test.registry()
                .on("POST", "/v2/app/blobs/uploads/", Reply.of(202).header("Location", "/u/1"))
                .on("PATCH", "/u/1", error(status, "SCRIPTED", "not this"));
        Throwable failure = catchThrowable(() -> {
            try (BlobUpload upload = test.repository().upload()) {
                upload.write(new byte[1_000_000], 0, 1_000_000);
                upload.commit(Digest.sha256(new byte[1_000_000]));
            }
        });
        assertThat(failure).isInstanceOf(switch (kind) {
            case 5 -> DeniedException.class;
            case 6 -> RateLimitedException.class;
            default -> UnavailableException.class;
        }).hasMessageContaining("PATCH http://").hasMessageContaining(status + " ");
        assertThat(test.registry().lines()).last().isEqualTo("DELETE /u/1");
    }

    @Test
    void absenceIsAnAnswerToAQuestion() throws Exception {
        RemoteRepository repository = test.repository();
        assertThat(repository.resolve(Tag.LATEST)).isEmpty();
        assertThat(repository.resolve(DIGEST)).isEmpty();
        assertThat(repository.tags()).isEmpty();
        assertThat(repository.referrers(DIGEST, Optional.empty())).isEmpty();
        assertThat(repository.hasBlob(DIGEST)).isFalse();
        assertThat(repository.deleteTag(Tag.LATEST)).isFalse();
        assertThat(repository.deleteManifest(DIGEST)).isFalse();
        assertThat(repository.deleteBlob(DIGEST)).isFalse();
        assertThat(repository.mount(DIGEST, new RepositoryName("other"))).isFalse();
        assertThatThrownBy(() -> repository.fetchManifest(DIGEST)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> repository.openBlob(BLOB)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> upload(repository)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aRegistryThatIsDownIsUnavailable() throws Exception {
        try (ClosedPort port = new ClosedPort()) {
            RemoteRepository repository = test.client()
                    .repository(new RegistryName(port.address()), TestClient.APP);
            assertThatThrownBy(() -> repository.resolve(Tag.LATEST)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("HEAD http://" + port.address() + "/v2/app/manifests/latest")
                    .hasMessageContaining("cannot connect");
        }
        assertThat(test.pauses()).hasSize(3);
    }

    @Test
    void aRegistryWithoutTlsIsToldWithTheSettingThatHelps() throws Exception {
        ClientSettings settings = ClientSettings.DEFAULT.withTls(test.name(), TlsMode.VERIFY);
        try (RegistryClient client = new RegistryClient(settings)) {
            RemoteRepository repository = client.repository(test.name(), TestClient.APP);
            assertThatThrownBy(() -> repository.resolve(Tag.LATEST)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("does not speak TLS")
                    .hasMessageContaining("registries: {\"" + test.name() + "\": {tls: plain}}");
        }
    }

    @Test
    void aRegistryOnLoopbackThatMayBePlainIsSpokenToPlainlyAtOnce() throws Exception {
        test.registry().on("GET", "/v2/app/tags/list", Reply.of(200).json("{\"tags\":[\"a\"]}"));
        assertThat(tagsOfEitherKind(test.registry())).containsExactly(new Tag("a"));
        assertThat(test.registry().requests()).hasSize(1);
    }

    @Test
    void aRegistryOnLoopbackThatSpeaksTlsIsSpokenToInTls(@TempDir Path directory)
            throws GeneralSecurityException, IOException, InterruptedException {
        try (ScriptedRegistry secured = ScriptedRegistry
                .startSecured(TestCertificate.make(directory).context())) {
            secured.on("GET", "/v2/app/tags/list", Reply.of(401).header("WWW-Authenticate", "Basic realm=\"r\""),
                    Reply.of(200).json("{\"tags\":[\"a\"]}"));
            assertThat(tagsOfEitherKind(secured)).containsExactly(new Tag("a"));
        }
    }

    @Test
    void aBadRequestIsToldAsItIsWhereTlsWasTriedToo() {
        test.registry().on("GET", "/v2/app/tags/list", error(400, "UNSUPPORTED", "not this"));
        assertThatThrownBy(() -> tagsOfEitherKind(test.registry())).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("400")
                .hasMessageContaining("not this");
    }

    private static List<Tag> tagsOfEitherKind(ScriptedRegistry registry) throws IOException {
        RegistryName name = new RegistryName(registry.authority());
        ClientSettings settings = ClientSettings.DEFAULT.withTls(name, TlsMode.INSECURE_OR_PLAIN)
                .withCredential(name, new Credential.Password("user", "secret"));
        try (RegistryClient client = new RegistryClient(settings)) {
            return client.repository(name, TestClient.APP).tags();
        }
    }

    @Test
    void anErrorPageIsNotQuoted() {
        test.registry()
                .on("GET", "/v2/app/manifests/" + DIGEST, Reply.of(404)
                        .header("Content-Type", "text/html")
                        .body("<html><script>alert(1)</script></html>"));
        assertThatThrownBy(() -> test.repository().fetchManifest(DIGEST)).isInstanceOf(NotFoundException.class)
                .hasMessageContaining("a web page")
                .hasMessageNotContaining("script");
    }

    @Test
    void aWebPageIsNoManifest() {
        Reply page = Reply.of(200).header("Content-Type", "text/html; charset=utf-8").body("<html>log in</html>");
        test.registry()
                .on("GET", "/v2/app/manifests/" + DIGEST, page)
                .on("HEAD", "/v2/app/manifests/latest", page)
                .on("GET", "/v2/app/manifests/latest", page);
        assertThatThrownBy(() -> test.repository().fetchManifest(DIGEST)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("web page");
        assertThatThrownBy(() -> test.repository().resolve(Tag.LATEST)).isInstanceOf(InvalidContentException.class);
    }

    private static void upload(RemoteRepository repository) throws IOException {
        try (BlobUpload upload = repository.upload()) {
            upload.write(BYTES, 0, BYTES.length);
            upload.commit(DIGEST);
        }
    }

    private static void putManifest(RemoteRepository repository) throws IOException {
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(), Map.of()).raw();
        repository.putManifest(index, List.of(Tag.LATEST));
    }

    private static Reply error(int status, String code, String message) {
        return Reply.of(status).json("{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message));
    }
}
