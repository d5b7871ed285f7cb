package dev.anyarch.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry;
import dev.anyarch.testkit.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secured requests: through a proxy, and that they never become plain ones. */
class TunnelTest {
    @TempDir
    static Path directory;

    private static TestCertificate certificate;
    private ScriptedRegistry server;

    @BeforeAll
    static void makeCertificate() throws GeneralSecurityException, IOException, InterruptedException {
        certificate = TestCertificate.make(directory);
    }

    @BeforeEach
    void startServer() throws IOException {
        server = ScriptedRegistry.startSecured(certificate.context());
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    /** A proxy that connects every name with a server on loopback, or refuses. */
    private static final class Proxy implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final List<String> heads = new CopyOnWriteArrayList<>();
        private final String answer;

        Proxy(String answer) throws IOException {
            this.answer = answer;
            Thread.ofVirtual().start(() -> {
                while (!listener.isClosed()) {
                    try {
                        Socket client = listener.accept();
                        Thread.ofVirtual().start(() -> serve(client));
                    } catch (IOException e) {
                        return; // the test is over
                    }
                }
            });
        }

        private void serve(Socket client) {
            try (client) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) client.getInputStream().read());
                }
                heads.add(head.toString());
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (answer.contains(" 200 ")) {
                    int port = Integer.parseInt(head.substring(head.indexOf(":") + 1, head.indexOf(" HTTP/")));
                    try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        Thread back = Thread.ofVirtual().start(() -> pass(target, client));
                        pass(client, target);
                        back.join();
                    }
                }
            } catch (IOException e) {
                // either side went away
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void pass(Socket from, Socket to) {
            try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException e) {
                // the end of the tunnel
            }
        }

        HttpClient client(TlsSettings tls) {
            ProxySettings proxies = ProxySettings.fromEnvironment(Map.of("HTTPS_PROXY",
                    "http://someone:hidden@127.0.0.1:" + listener.getLocalPort()));
            return new HttpClient(new HttpSettings(url -> tls, proxies, Timeouts.DEFAULT, "test", true));
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static TlsSettings trusting() {
        return new TlsSettings(true, List.of(certificate.certificate()), Optional.empty());
    }

    private HttpRequest get(String host, String path) {
        return HttpRequest.get(new HttpUrl(true, host, server.port(), path)).with("Authorization", "Basic registry");
    }

    private static String text(HttpResponse response) throws IOException {
        try (response) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void securedRequestsGoThroughOneTunnel() throws Exception {
        server.on("GET", "/a", Reply.of(200).body("first")).on("GET", "/b", Reply.of(200).body("second"));
        try (Proxy proxy = new Proxy("HTTP/1.1 200 Connected\r\n\r\n"); HttpClient client = proxy.client(trusting())) {
            assertThat(text(client.send(get("registry.example", "/a")))).isEqualTo("first");
            assertThat(text(client.send(get("registry.example", "/b")))).isEqualTo("second");
            assertThat(proxy.heads).hasSize(1);
            assertThat(proxy.heads.getFirst())
                    .startsWith("CONNECT registry.example:%d HTTP/1.1\r\n".formatted(server.port()))
                    .contains("\r\nProxy-Authorization: " + BasicAuthorization.of("someone", "hidden") + "\r\n")
                    .doesNotContain("Basic registry");
        }
        assertThat(server.requests()).extracting(request -> request.header("Authorization"))
                .containsExactly("Basic registry", "Basic registry");
        assertThat(server.requests()).extracting(request -> request.header("Proxy-Authorization"))
                .containsExactly("", "");
    }

    @Test
    void aCertificateForAnotherNameIsNotTrustedThroughATunnelEither() throws Exception {
        try (Proxy proxy = new Proxy("HTTP/1.0 200 OK\r\n\r\n"); HttpClient client = proxy.client(trusting())) {
            assertThatThrownBy(() -> client.send(get("other.example", "/"))).isInstanceOf(
                    UntrustedServerException.class);
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aProxyThatRefusesIsTold() throws Exception {
        try (Proxy proxy = new Proxy("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
                HttpClient client = proxy.client(trusting())) {
            assertThatThrownBy(() -> client.send(get("registry.example", "/"))).isInstanceOf(ConnectException.class)
                    .hasMessageContaining("refused CONNECT registry.example:%d: HTTP/1.1 407".formatted(server.port()))
                    .hasMessageNotContaining("hidden");
        }
    }

    @Test
    void aProxyThatSaysNothingIsTold() throws Exception {
        try (Proxy proxy = new Proxy(""); HttpClient client = proxy.client(trusting())) {
            assertThatThrownBy(() -> client.send(get("registry.example", "/"))).isInstanceOf(IOException.class)
                    .hasMessageContaining("closed the connection at CONNECT registry.example");
        }
    }

    @Test
    void aSecuredRequestIsNotRedirectedToAPlainOne() throws Exception {
        server.on("GET", "/a", Reply.of(307).header("Location", "http://storage.example/blob"));
        try (HttpClient client = new HttpClient(
                new HttpSettings(url -> trusting(), ProxySettings.NONE, Timeouts.DEFAULT, "test", true))) {
            assertThatThrownBy(() -> client.send(get("localhost", "/a"))).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("from https to plain http at http://storage.example/blob");
        }
    }
}
