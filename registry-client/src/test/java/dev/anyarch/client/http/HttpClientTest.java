package dev.anyarch.client.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientTest {
    private static final HttpSettings SETTINGS = new HttpSettings(url -> TlsSettings.VERIFY, ProxySettings.NONE,
            new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(700)), "test", true);

    private HttpClient client;

    @BeforeEach
    void begin() {
        client = new HttpClient(SETTINGS);
    }

    @AfterEach
    void end() {
        client.close();
    }

    private static String text(HttpResponse response) throws IOException {
        try (response) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String url) throws IOException {
        return text(client.send(HttpRequest.get(HttpUrl.parse(url))));
    }

    /** A server that says one thing to each connection, whatever it is asked; the connection ends after that. */
    private static final class OneLiner implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final AtomicInteger connections = new AtomicInteger();

        OneLiner(String answer) throws IOException {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        try (Socket socket = listener.accept()) {
                            connections.incrementAndGet();
                            InputStream in = socket.getInputStream();
                            StringBuilder head = new StringBuilder();
                            while (head.indexOf("\r\n\r\n") < 0) {
                                head.append((char) in.read());
                            }
                            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                            socket.shutdownOutput();
                            in.transferTo(OutputStream.nullOutputStream());
                        }
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
        }

        String url() {
            return "http://127.0.0.1:" + listener.getLocalPort() + "/";
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le"})
    void whatIsNoWholeAnswerIsAnError(String answer) throws Exception {
        try (OneLiner server = new OneLiner(answer)) {
            assertThatThrownBy(() -> get(server.url())).isInstanceOfAny(EOFException.class, ProtocolException.class);
        }
    }

    @Test
    void aHeadWithoutEndIsAnError() throws Exception {
        try (OneLiner server = new OneLiner("HTTP/1.1 200 OK\r\nx: " + "y".repeat(200_000) + "\r\n\r\n")) {
            assertThatThrownBy(() -> get(server.url())).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("too long");
        }
        try (OneLiner server = new OneLiner("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(300) + "\r\n")) {
            assertThatThrownBy(() -> get(server.url())).isInstanceOf(ProtocolException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.0 200 OK\r\n\r\nabc",
        "HTTP/1.1 200 OK\nContent-Length: 3\n\nabc",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nTrailer: x\r\n\r\n"})
    void looseAnswersAreUnderstood(String answer) throws Exception {
        try (OneLiner server = new OneLiner(answer)) {
            assertThat(get(server.url())).isEqualTo("abc");
        }
    }

    @Test
    void aConnectionThatTheServerClosedIsReplaced() throws Exception {
        try (OneLiner server = new OneLiner("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")) {
            assertThat(get(server.url())).isEqualTo("abc");
            assertThat(get(server.url())).isEqualTo("abc");
            HttpRequest put = HttpRequest.of(HttpMethod.PUT, HttpUrl.parse(server.url()));
            try (HttpExchange exchange = client.begin(put, OptionalLong.of(2))) {
                exchange.write(new byte[2], 0, 2);
                assertThat(text(exchange.finish())).isEqualTo("abc");
            }
            assertThat(server.connections).hasValue(3);
        }
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForForever() throws Exception {
        try (ScriptedRegistry server = ScriptedRegistry.start()) {
            server.on("GET", "/slow", Reply.of(200).body("x").slowly(Duration.ofSeconds(20)));
            assertThatThrownBy(() -> get(server.url("/slow"))).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void authorizationStaysWithItsOrigin() throws Exception {
        try (ScriptedRegistry first = ScriptedRegistry.start(); ScriptedRegistry second = ScriptedRegistry.start()) {
            first.on("GET", "/a", Reply.of(302).header("Location", "b?x=1"))
                    .on("GET", "/b", Reply.of(307).header("Location", second.url("/c")));
            second.on("GET", "/c", Reply.of(200).body("there"));
            HttpRequest request = HttpRequest.get(HttpUrl.parse(first.url("/a"))).with("Authorization", "Basic x");
            assertThat(text(client.send(request))).isEqualTo("there");
            assertThat(first.requests()).extracting(sent -> sent.header("Authorization"))
                    .containsExactly("Basic x",
                            "Basic x");
            assertThat(second.requests()).extracting(sent -> sent.header("Authorization")).containsExactly("");
        }
    }

    @Test
    void onlyReadingFollowsRedirects() throws Exception {
        try (ScriptedRegistry server = ScriptedRegistry.start()) {
            server.on("PUT", "/a", Reply.of(307).header("Location", "/b"));
            try (HttpResponse response = client.send(HttpRequest.of(HttpMethod.PUT, HttpUrl.parse(server.url("/a"))))) {
                assertThat(response.status()).isEqualTo(307);
            }
            assertThat(server.lines()).containsExactly("PUT /a");
        }
    }

    @Test
    void aBodyIsExactlyAsLongAsAnnounced() throws Exception {
        try (ScriptedRegistry server = ScriptedRegistry.start()) {
            HttpRequest put = HttpRequest.of(HttpMethod.PUT, HttpUrl.parse(server.url("/a")));
            try (HttpExchange exchange = client.begin(put, OptionalLong.of(2))) {
                assertThatThrownBy(() -> exchange.write(new byte[3], 0, 3)).isInstanceOf(BodyException.class);
                exchange.write(new byte[1], 0, 1);
                assertThatThrownBy(exchange::finish).isInstanceOf(BodyException.class);
            }
        }
    }

    @Test
    void plainRequestsGoThroughTheProxyWhole() throws Exception {
        try (ScriptedRegistry proxy = ScriptedRegistry.start()) {
            proxy.on("GET", "http://registry.example:81/v2/", Reply.of(200).body("proxied"));
            ProxySettings proxies = ProxySettings.fromEnvironment(Map.of("http_proxy",
                    "http://u:p%40@" + proxy.authority(), "NO_PROXY", "other.example"));
            try (HttpClient proxied = new HttpClient(new HttpSettings(SETTINGS.tls(), proxies, SETTINGS.timeouts(),
                    "test", true))) {
                assertThat(text(proxied.send(HttpRequest.get(HttpUrl.parse("http://registry.example:81/v2/")))))
                        .isEqualTo("proxied");
            }
            assertThat(proxy.requests().getFirst().header("Proxy-Authorization"))
                    .isEqualTo(BasicAuthorization.of("u", "p@"));
            assertThat(proxy.requests().getFirst().header("Host")).isEqualTo("registry.example:81");
        }
    }

    @Test
    void exceptionsFromTheProxyAreHostsAndDomains() {
        ProxySettings proxies = ProxySettings.fromEnvironment(Map.of("HTTPS_PROXY", "proxy.example:3128", "no_proxy",
                "a.example, .b.example,*.c.example,d.example:5000"));
        Optional<ProxySettings.Proxy> proxy = Optional.of(new ProxySettings.Proxy("proxy.example", 3128,
                Optional.empty()));
        for (String direct : List.of("https://a.example", "https://x.a.example", "https://x.b.example",
                "https://x.c.example", "https://d.example:5000", "https://localhost", "https://127.0.0.1:5000",
                "http://z.example")) {
            assertThat(proxies.forUrl(HttpUrl.parse(direct))).as(direct).isEmpty();
        }
        for (String proxied : List.of("https://z.example", "https://xa.example", "https://d.example")) {
            assertThat(proxies.forUrl(HttpUrl.parse(proxied))).as(proxied).isEqualTo(proxy);
        }
    }
}
