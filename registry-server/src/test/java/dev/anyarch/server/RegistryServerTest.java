package dev.anyarch.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Digest;
import dev.anyarch.storage.Storage;
import dev.anyarch.testkit.RawHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping, TLS, the access log: what is about the server and not about the protocol. */
class RegistryServerTest {
    private static final byte[] BLOB = "x".repeat(3_000_000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    @Test
    void closingTwiceIsClosingOnce() throws IOException {
        try (Storage storage = Storage.open(directory)) {
            RegistryServer server = RegistryServer.start(ServerSettings.loopback(), storage);
            int port = server.port();
            server.close();
            server.close();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (TestRegistry first = TestRegistry.start(directory.resolve("a"))) {
            assertThatThrownBy(() -> TestRegistry.start(directory.resolve("b"),
                    settings -> settings.withAddress("127.0.0.1", first.port()))).isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + first.port());
        }
    }

    @Test
    void aRequestThatIsBeingServedEndsBeforeTheServerDoes() throws IOException, InterruptedException {
        Storage storage = Storage.open(directory);
        RegistryServer server = RegistryServer.start(ServerSettings.loopback(), storage);
        Digest digest = Digest.sha256(BLOB);
        try (storage; RawHttp connection = RawHttp.connect(server.port())) {
            connection.send("POST /v2/a/blobs/uploads/?digest=%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
                    .formatted(digest, BLOB.length));
            // the server is reading the body when it answers somebody else on the same storage
            RawHttp.exchange(server.port(), "GET", "/v2/", Map.of(), new byte[0]);
            Thread closing = Thread.ofVirtual().start(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            connection.send(BLOB);
            assertThat(connection.read("POST").status()).isEqualTo(201);
            closing.join();
        }
    }

    @Test
    void theAccessLogHasNoQueries() throws IOException, InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        try (TestRegistry registry = TestRegistry.start(directory, settings -> settings.withAccessLog(lines::add))) {
            registry.send("GET", "/v2/a/tags/list?token=secret", Map.of("Authorization", "secret"), new byte[0]);
            assertThat(lines.poll(10, TimeUnit.SECONDS)).matches("127.0.0.1 GET /v2/a/tags/list 404 .*")
                    .doesNotContain("secret");
        }
    }

    @Test
    void theCacheIsBounded() {
        ReadCache cache = new ReadCache(100_000);
        for (int i = 0; i < 10_000; i++) {
            cache.put("/v2/a/blobs/" + i, ReadableContent.OfBlob.of(Digest.sha256(new byte[0]), directory, 1), 7);
        }
        long kept = IntStream.range(0, 10_000)
                .filter(i -> cache.find("/v2/a/blobs/" + i, 7).isPresent())
                .count();
        assertThat(kept).isBetween(10L, 100L);
        assertThat(cache.find("/v2/a/blobs/9999", 7)).isPresent();
        assertThat(cache.find("/v2/a/blobs/9999", 8)).isEmpty();
    }

    @Test
    void tlsServesBlobsAndSpeaksHttp11() throws IOException, InterruptedException, GeneralSecurityException {
        KeyStore keys = keyPair();
        TlsFiles files = new TlsFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        pem(files.certificate(), "CERTIFICATE", keys.getCertificate("key").getEncoded());
        pem(files.key(), "PRIVATE KEY", keys.getKey("key", "secret".toCharArray()).getEncoded());
        try (TestRegistry registry = TestRegistry.start(directory.resolve("store"))) {
            registry.pushBlob("a", BLOB);
        }
        try (Storage storage = Storage.open(directory.resolve("store"));
                RegistryServer server = RegistryServer.start(
                        ServerSettings.loopback().withTls(files).withAddress("0.0.0.0", 0), storage);
                SSLSocket socket = (SSLSocket) trusting(keys).getSocketFactory()
                        .createSocket("127.0.0.1", server.port())) {
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            socket.getOutputStream()
                    .write("GET /v2/a/blobs/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .formatted(Digest.sha256(BLOB))
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] response;
            try (InputStream in = socket.getInputStream()) {
                response = in.readAllBytes();
            }
            assertThat(new String(response, 0, 15, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(new String(response, StandardCharsets.US_ASCII)).endsWith("\r\n\r\n" + "x".repeat(BLOB.length));
        }
    }

    private KeyStore keyPair() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "key",
                "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12",
                "-keystore", store.toString(), "-storepass", "secret")).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        return keys;
    }

    private static void pem(Path file, String type, byte[] encoded) throws IOException {
        Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type,
                Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(encoded), type));
    }

    private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("key"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
