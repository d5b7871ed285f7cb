package dev.anyarch.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry;
import dev.anyarch.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    static Path directory;

    private static Path certificate;
    private static Path key;
    private static SSLContext context;

    @BeforeAll
    static void makeCertificate() throws GeneralSecurityException, IOException, InterruptedException {
        TestCertificate made = TestCertificate.make(directory);
        certificate = made.certificate();
        key = made.key();
        context = made.context();
    }

    /** Answers every connection with 200 and {@code secured}. */
    private static SSLServerSocket serve(boolean wantsCertificate) throws IOException {
        SSLServerSocket listener = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, 10,
                        InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(wantsCertificate);
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    StringBuilder head = new StringBuilder();
                    for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
                        head.append((char) b);
                        if (head.indexOf("\r\n\r\n") >= 0) {
                            socket.getOutputStream()
                                    .write("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsecured"
                                            .getBytes(StandardCharsets.US_ASCII));
                            break;
                        }
                    }
                } catch (IOException e) {
                    // a client that does not trust us, or the end of the test
                }
            }
        });
        return listener;
    }

    private static String get(TlsSettings tls, String host, int port) throws IOException {
        HttpSettings settings = new HttpSettings(url -> tls, ProxySettings.NONE, Timeouts.DEFAULT, "test", true);
        try (HttpClient client = new HttpClient(settings);
                HttpResponse response = client.send(HttpRequest.get(new HttpUrl(true, host, port, "/")))) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static TlsSettings trusting() {
        return new TlsSettings(true, List.of(certificate), Optional.empty());
    }

    @Test
    void aConfiguredAuthorityIsTrusted() throws Exception {
        try (SSLServerSocket server = serve(false)) {
            assertThat(get(trusting(), "localhost", server.getLocalPort())).isEqualTo("secured");
        }
    }

    @Test
    void anUnknownAuthorityIsNot() throws Exception {
        try (SSLServerSocket server = serve(false)) {
            assertThatThrownBy(() -> get(TlsSettings.VERIFY, "localhost", server.getLocalPort()))
                    .isInstanceOf(UntrustedServerException.class)
                    .hasMessageContaining("localhost:" + server.getLocalPort());
        }
    }

    @Test
    void aCertificateForAnotherNameIsNot() throws Exception {
        try (SSLServerSocket server = serve(false)) {
            assertThatThrownBy(() -> get(trusting(), "127.0.0.1", server.getLocalPort()))
                    .isInstanceOf(UntrustedServerException.class);
        }
    }

    @Test
    void insecureAcceptsEveryCertificate() throws Exception {
        try (SSLServerSocket server = serve(false)) {
            assertThat(get(TlsSettings.INSECURE, "127.0.0.1", server.getLocalPort())).isEqualTo("secured");
        }
    }

    @Test
    void aServerThatWantsToKnowUsIsShownOurCertificate() throws Exception {
        try (SSLServerSocket server = serve(true)) {
            TlsSettings known = new TlsSettings(true, List.of(certificate),
                    Optional.of(new TlsSettings.Identity(certificate, key)));
            assertThat(get(known, "localhost", server.getLocalPort())).isEqualTo("secured");
            assertThatThrownBy(() -> get(trusting(), "localhost", server.getLocalPort()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aPlainServerIsToldFromABrokenOne() throws Exception {
        try (ScriptedRegistry server = ScriptedRegistry.start()) {
            server.on("GET", "/", Reply.of(200));
            int port = HttpUrl.parse(server.url("/")).port();
            assertThatThrownBy(() -> get(TlsSettings.VERIFY, "127.0.0.1", port))
                    .isInstanceOf(PlainServerException.class);
        }
    }

    @Test
    void aKeyInAnotherFormIsToldHowToConvert() throws Exception {
        Path old = Files.writeString(directory.resolve("old.key"), "-----BEGIN EC PRIVATE KEY-----\n");
        TlsSettings settings = new TlsSettings(true, List.of(),
                Optional.of(new TlsSettings.Identity(certificate, old)));
        try (SSLServerSocket server = serve(false)) {
            assertThatThrownBy(() -> get(settings, "localhost", server.getLocalPort())).isInstanceOf(IOException.class)
                    .hasMessageContaining("openssl pkcs8");
        }
    }
}
