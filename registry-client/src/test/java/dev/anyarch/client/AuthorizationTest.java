package dev.anyarch.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.client.auth.Credential;
import dev.anyarch.client.config.ClientSettings;
import dev.anyarch.client.config.HostSettings;
import dev.anyarch.client.config.Mirror;
import dev.anyarch.client.config.TlsMode;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.UnavailableException;
import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry;
import dev.anyarch.testkit.ScriptedRegistry.Request;
import dev.anyarch.testkit.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Challenges, tokens, and where credentials go. */
class AuthorizationTest {
    private static final String LATEST = "/v2/app/manifests/latest";
    private static final Reply MANIFEST = Reply.of(200)
            .header("Content-Type", MediaType.OCI_INDEX.value())
            .header("Docker-Content-Digest", "sha256:" + "a".repeat(64))
            .body("{}");

    private ScriptedRegistry tokens;

    @BeforeEach
    void begin() throws IOException {
        tokens = ScriptedRegistry.start();
    }

    @AfterEach
    void end() throws IOException {
        tokens.close();
    }

    private static TestClient as(Credential credential) throws IOException {
        return new TestClient(new ClientSettings(ClientSettings.DEFAULT.hosts(), ClientSettings.DEFAULT.rules(),
                ClientSettings.DEFAULT.certificates(), (registry, repository) -> Optional.of(credential),
                ClientSettings.DEFAULT.proxies(), ClientSettings.DEFAULT.timeouts(), ClientSettings.DEFAULT.retries()));
    }

    private Reply challenge() {
        return challenge("");
    }

    private Reply challenge(String more) {
        return Reply.of(401)
                .header("WWW-Authenticate",
                        "Bearer realm=\"%s\",service=\"reg\"%s".formatted(tokens.url("/token"), more));
    }

    private static Reply token(String value) {
        return Reply.of(200).json("{\"token\":\"%s\",\"expires_in\":300}".formatted(value));
    }

    private static List<String> authorizations(ScriptedRegistry registry) {
        return registry.requests().stream().map(request -> request.header("Authorization")).toList();
    }

    @Test
    void anonymousTokensAreFetchedOnceAndUsedAgain() throws Exception {
        try (TestClient test = new TestClient()) {
            tokens.on("GET", "/token", token("t1"));
            test.registry().on("HEAD", LATEST, challenge(), MANIFEST);
            RemoteRepository repository = test.repository();
            assertThat(repository.resolve(Tag.LATEST)).isPresent();
            assertThat(repository.resolve(Tag.LATEST)).isPresent();
            assertThat(authorizations(test.registry())).containsExactly("", "Bearer t1", "Bearer t1");
            assertThat(tokens.requests()).extracting(Request::target)
                    .containsExactly("/token?service=reg&scope=repository:app:pull");
            assertThat(authorizations(tokens)).containsExactly("");
        }
    }

    @Test
    void aPasswordGoesToTheTokenServerAlone() throws Exception {
        try (TestClient test = as(new Credential.Password("user", "secret"))) {
            tokens.on("GET", "/token", token("t1"));
            test.registry().on("HEAD", LATEST, challenge(), MANIFEST);
            test.repository().resolve(Tag.LATEST);
            assertThat(authorizations(tokens)).containsExactly("Basic dXNlcjpzZWNyZXQ=");
            assertThat(authorizations(test.registry())).containsExactly("", "Bearer t1");
            assertThat(tokens.requests().getFirst().target()).contains("account=user");
        }
    }

    @Test
    void anIdentityTokenIsExchangedByPost() throws Exception {
        try (TestClient test = as(new Credential.IdentityToken("re fresh"))) {
            tokens.on("POST", "/token", Reply.of(200).json("{\"access_token\":\"t1\"}"));
            test.registry().on("HEAD", LATEST, challenge(), MANIFEST);
            test.repository().resolve(Tag.LATEST);
            assertThat(tokens.requests().getFirst().body()).isEqualTo("grant_type=refresh_token&client_id=anyarch"
                    + "&refresh_token=re+fresh&service=reg&scope=repository%3Aapp%3Apull");
            assertThat(authorizations(test.registry())).containsExactly("", "Bearer t1");
        }
    }

    @Test
    void aRegistryTokenIsSentAsItIs() throws Exception {
        try (TestClient test = as(new Credential.RegistryToken("mine"))) {
            test.registry().on("HEAD", LATEST, challenge(), MANIFEST);
            test.repository().resolve(Tag.LATEST);
            assertThat(authorizations(test.registry())).containsExactly("", "Bearer mine");
        }
    }

    @Test
    void basicIsAnsweredAndRemembered() throws Exception {
        try (TestClient test = as(new Credential.Password("user", "secret"))) {
            test.registry().on("HEAD", LATEST, Reply.of(401).header("WWW-Authenticate", "Basic realm=\"r\""), MANIFEST);
            test.repository().resolve(Tag.LATEST);
            test.repository().resolve(Tag.LATEST);
            assertThat(authorizations(test.registry())).containsExactly("", "Basic dXNlcjpzZWNyZXQ=",
                    "Basic dXNlcjpzZWNyZXQ=");
        }
    }

    @Test
    void wrongCredentialsAreTriedOnce() throws Exception {
        try (TestClient test = as(new Credential.Password("user", "hidden"))) {
            test.registry().on("HEAD", LATEST, Reply.of(401).header("WWW-Authenticate", "Basic realm=\"r\""));
            assertThatThrownBy(() -> test.repository().resolve(Tag.LATEST)).isInstanceOf(DeniedException.class)
                    .hasMessageContaining("user user refused")
                    .hasMessageNotContaining("hidden");
            assertThat(test.registry().requests()).hasSize(2);
        }
    }

    @Test
    void withoutCredentialsTheMessageNamesLogin() throws Exception {
        try (TestClient test = new TestClient()) {
            test.registry().on("HEAD", LATEST, Reply.of(401).header("WWW-Authenticate", "Basic realm=\"r\""));
            assertThatThrownBy(() -> test.repository().resolve(Tag.LATEST)).isInstanceOf(DeniedException.class)
                    .hasMessageContaining("anyarch login " + test.name());
        }
    }

    @Test
    void aRefusingTokenServerIsDenied() throws Exception {
        try (TestClient test = as(new Credential.Password("user", "hidden"))) {
            tokens.on("GET", "/token", Reply.of(401).json("{\"details\":\"incorrect username or password\"}"));
            test.registry().on("HEAD", LATEST, challenge());
            assertThatThrownBy(() -> test.repository().resolve(Tag.LATEST)).isInstanceOf(DeniedException.class)
                    .hasMessageContaining(tokens.url("/token"))
                    .hasMessageContaining("incorrect username or password")
                    .hasMessageNotContaining("hidden");
        }
    }

    @Test
    void aFailingTokenServerIsTriedAgain() throws Exception {
        try (TestClient test = new TestClient()) {
            tokens.on("GET", "/token", Reply.of(503), token("t1"));
            test.registry().on("HEAD", LATEST, challenge(), MANIFEST);
            assertThat(test.repository().resolve(Tag.LATEST)).isPresent();
            assertThat(test.pauses()).hasSize(1);
        }
    }

    @Test
    void aTokenServerThatTalksNonsenseIsAnError() throws Exception {
        try (TestClient test = new TestClient()) {
            tokens.on("GET", "/token", Reply.of(200).json("{\"nothing\":1}"));
            test.registry().on("HEAD", LATEST, challenge());
            assertThatThrownBy(() -> test.repository().resolve(Tag.LATEST)).isInstanceOf(IOException.class)
                    .hasMessageContaining("access_token");
        }
    }

    @Test
    void aRegistryThatWantsMoreGetsIt() throws Exception {
        try (TestClient test = new TestClient()) {
            tokens.on("GET", "/token", token("t1"), token("t2"));
            test.registry()
                    .on("DELETE", LATEST, challenge(),
                            challenge(",error=\"insufficient_scope\",scope=\"repository:app:*\""), Reply.of(202));
            assertThat(test.repository().deleteTag(Tag.LATEST)).isTrue();
            assertThat(tokens.requests().getLast().target())
                    .isEqualTo("/token?service=reg&scope=repository:app:delete%2Cpull&scope=repository:app:*");
            assertThat(authorizations(test.registry())).containsExactly("", "Bearer t1", "Bearer t2");
        }
    }

    @Test
    void aMountMayReadTheOtherRepository() throws Exception {
        try (TestClient test = new TestClient()) {
            tokens.on("GET", "/token", token("t1"));
            test.registry().on("POST", "/v2/app/blobs/uploads/", challenge(), Reply.of(201));
            assertThat(test.repository()
                    .mount(Descriptor.of(MediaType.OCTET_STREAM, new byte[0]).digest(),
                            new RepositoryName("base")))
                    .isTrue();
            assertThat(tokens.requests().getFirst().target()).isEqualTo(
                    "/token?service=reg&scope=repository:app:pull%2Cpush&scope=repository:base:pull");
        }
    }

    @Test
    void pingUsesTheGivenCredential() throws Exception {
        try (TestClient test = new TestClient()) {
            test.registry()
                    .on("GET", "/v2/", Reply.of(401).header("WWW-Authenticate", "Basic realm=\"r\""),
                            Reply.of(200));
            test.client().ping(test.name(), Optional.of(new Credential.Password("u", "p")));
            assertThat(authorizations(test.registry())).containsExactly("", "Basic dTpw");
        }
    }

    @Test
    void credentialsDoNotFollowARedirect() throws Exception {
        byte[] bytes = "content".getBytes(UTF_8);
        Descriptor blob = Descriptor.of(MediaType.OCTET_STREAM, bytes);
        try (TestClient test = as(new Credential.Password("user", "secret"));
                ScriptedRegistry storage = ScriptedRegistry.start()) {
            storage.on("GET", "/bucket/blob", Reply.of(200).body(bytes));
            test.registry()
                    .on("GET", "/v2/app/blobs/" + blob.digest(),
                            Reply.of(401).header("WWW-Authenticate", "Basic realm=\"r\""),
                            Reply.of(307).header("Location", storage.url("/bucket/blob?X-Amz-Signature=s|gned")));
            try (var in = test.repository().openBlob(blob)) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
            }
            assertThat(authorizations(test.registry())).containsExactly("", "Basic dXNlcjpzZWNyZXQ=");
            assertThat(authorizations(storage)).containsExactly("");
        }
    }

    @Test
    void anUploadElsewhereGetsNoCredentials() throws Exception {
        byte[] bytes = new byte[1_000_000];
        Descriptor blob = Descriptor.of(MediaType.OCTET_STREAM, bytes);
        try (TestClient test = as(new Credential.Password("user", "secret"));
                ScriptedRegistry storage = ScriptedRegistry.start()) {
            storage.on("PUT", "/bucket/small", Reply.of(201)).on("PUT", "/bucket/large", Reply.of(201));
            test.registry()
                    .on("POST", "/v2/app/blobs/uploads/", Reply.of(401).header("WWW-Authenticate", "Basic realm=\"r\""),
                            Reply.of(202).header("Location", storage.url("/bucket/small")),
                            Reply.of(202).header("Location", storage.url("/bucket/large")));
            test.repository().uploadBlob(blob, () -> new ByteArrayInputStream(bytes));
            try (BlobUpload upload = test.repository().upload(blob)) {
                upload.write(bytes, 0, bytes.length);
                upload.commit(blob.digest());
            }
            assertThat(storage.lines()).containsExactly("PUT /bucket/small", "PUT /bucket/large");
            assertThat(authorizations(storage)).containsExactly("", "");
        }
    }

    @Test
    void nothingSecuredIsSentInPlain(@TempDir Path directory)
            throws GeneralSecurityException, IOException, InterruptedException {
        TestCertificate certificate = TestCertificate.make(directory);
        try (ScriptedRegistry secured = ScriptedRegistry.startSecured(certificate.context())) {
            RegistryName name = new RegistryName("localhost:" + secured.port());
            secured.on("POST", "/v2/app/blobs/uploads/", Reply.of(202).header("Location", "http://storage.example/u"))
                    .on("HEAD", LATEST, Reply.of(401)
                            .header("WWW-Authenticate",
                                    "Bearer realm=\"http://tokens.example/token\""));
            ClientSettings settings = ClientSettings.DEFAULT.withHost(name,
                    new HostSettings(Optional.of(TlsMode.VERIFY), Optional.of(certificate.certificate()), List.of()));
            try (RegistryClient client = new RegistryClient(settings)) {
                RemoteRepository repository = client.repository(name, TestClient.APP);
                assertThatThrownBy(() -> repository.resolve(Tag.LATEST)).isInstanceOf(DeniedException.class)
                        .hasMessageContaining("token server http://tokens.example/token: expected https, found http");
            }
            try (RegistryClient client = new RegistryClient(settings)) {
                RemoteRepository repository = client.repository(name, TestClient.APP);
                Descriptor blob = Descriptor.of(MediaType.OCTET_STREAM, new byte[1]);
                assertThatThrownBy(() -> repository.uploadBlob(blob, () -> new ByteArrayInputStream(new byte[1])))
                        .isInstanceOf(InvalidContentException.class)
                        .hasMessageContaining("found plain http at http://storage.example/u");
            }
        }
    }

    @Test
    void aChallengeOfAnotherServerIsNotAnswered() throws Exception {
        Descriptor blob = Descriptor.of(MediaType.OCTET_STREAM, new byte[1]);
        try (TestClient test = as(new Credential.Password("user", "secret"));
                ScriptedRegistry storage = ScriptedRegistry.start()) {
            storage.on("GET", "/steal", Reply.of(401).header("WWW-Authenticate", "Basic realm=\"r\""));
            test.registry()
                    .on("GET", "/v2/app/blobs/" + blob.digest(),
                            Reply.of(307).header("Location", storage.url("/steal")));
            assertThatThrownBy(() -> test.repository().openBlob(blob)).isInstanceOf(DeniedException.class);
            assertThat(authorizations(storage)).containsExactly("");
        }
    }

    @Test
    void redirectsEnd() throws Exception {
        try (TestClient test = new TestClient()) {
            test.registry().on("HEAD", LATEST, Reply.of(307).header("Location", LATEST));
            assertThatThrownBy(() -> test.repository().resolve(Tag.LATEST)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("at most 8 redirects");
        }
    }

    @Test
    void mirrorsAreAskedFirstAndTheRegistryLast() throws Exception {
        try (TestClient mirror = new TestClient(); ScriptedRegistry origin = ScriptedRegistry.start()) {
            RegistryName name = new RegistryName(origin.authority());
            ClientSettings settings = ClientSettings.DEFAULT.withHost(name,
                    HostSettings.NONE.withMirrors(List.of(
                            Mirror.parse("http://127.0.0.1:1"),
                            Mirror.parse(mirror.registry().url("/hub")))));
            mirror.registry()
                    .on("HEAD", "/v2/hub/app/manifests/a", MANIFEST)
                    .on("HEAD", "/v2/hub/app/manifests/c", Reply.of(500));
            origin.on("HEAD", "/v2/app/manifests/b", MANIFEST).on("HEAD", "/v2/app/manifests/c", MANIFEST);
            try (RegistryClient client = new RegistryClient(settings)) {
                RemoteRepository repository = client.repository(name, TestClient.APP);
                assertThat(repository.resolve(new Tag("a"))).isPresent();
                assertThat(origin.requests()).isEmpty();
                assertThat(repository.resolve(new Tag("b"))).isPresent();
                assertThat(repository.resolve(new Tag("c"))).isPresent();
                assertThat(repository.hasBlob(Descriptor.of(MediaType.OCTET_STREAM, new byte[0]).digest())).isFalse();
            }
            assertThat(mirror.registry().lines()).containsExactly("HEAD /v2/hub/app/manifests/a",
                    "HEAD /v2/hub/app/manifests/b", "HEAD /v2/hub/app/manifests/c");
        }
    }
}
