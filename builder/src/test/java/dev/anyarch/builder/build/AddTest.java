package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.net.httpserver.HttpServer;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import dev.anyarch.content.TarWriter;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class AddTest {
    @TempDir
    Path context = Path.of("");

    private BuildFixture fixture = new BuildFixture(context);

    @BeforeEach
    void fixture() {
        fixture = new BuildFixture(context);
    }

    private static OutputStream compressed(String kind, OutputStream out) throws IOException {
        return switch (kind) {
            case "gz" -> new GZIPOutputStream(out);
            case "bz2" -> new BZip2CompressorOutputStream(out);
            case "xz" -> new XZOutputStream(out, new LZMA2Options());
            case "zst" -> new ZstdOutputStream(out);
            default -> out;
        };
    }

    private void archive(String name, String kind, Map<TarEntry, String> entries) throws IOException {
        try (OutputStream out = compressed(kind, Files.newOutputStream(context.resolve(name)));
                TarWriter tar = new TarWriter(out)) {
            for (Map.Entry<TarEntry, String> entry : entries.entrySet()) {
                tar.add(entry.getKey(), new ByteArrayInputStream(entry.getValue().getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static Map<TarEntry, String> tree() {
        Map<TarEntry, String> entries = new LinkedHashMap<>();
        entries.put(TarEntry.directory("./d", 0750).withOwner(1, 2), "");
        entries.put(BuildFixture.textFile("./d/f", "f")
                .withMode(04711)
                .withOwner(3, 4)
                .withMtime(Instant.parse("2001-01-01T00:00:00Z")), "f");
        entries.put(TarEntry.hardLink("./d/h", "./d/f"), "");
        entries.put(TarEntry.symbolicLink("s", "/outside/../is/fine"), "");
        entries.put(new TarEntry("p", TarType.FIFO, 0600, 0, 0, 0, Instant.EPOCH, "", 0, 0,
                Collections.emptySortedMap()), "");
        return entries;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "gz", "bz2", "xz", "zst"})
    void archivesAreUnpackedByContent(String kind) throws IOException, InterruptedException {
        archive("misleading.txt", kind, tree());
        BuildFixture.Built built = fixture.build("FROM scratch\nADD misleading.txt /to");
        assertThat(built.lastLayer()).containsExactly("to/ 755 0:0", "to/d/ 750 1:2", "to/d/f=f 4711 3:4",
                "to/d/h == to/d/f 4711 3:4", "to/p FIFO 600 0:0", "to/s -> /outside/../is/fine 777 0:0");
        assertThat(built.entries(0).keySet()).filteredOn(entry -> entry.path().equals("to/d/f"))
                .extracting(TarEntry::mtime)
                .containsExactly(Instant.parse("2001-01-01T00:00:00Z"));
    }

    @Test
    void anArchiveCanBeKeptAndWhatIsNoneIsCopied() throws IOException, InterruptedException {
        archive("a.tar", "tar", tree());
        assertThat(fixture.build("FROM scratch\nADD --unpack=false a.tar /").lastLayer()).singleElement()
                .asString()
                .startsWith("a.tar=");
        assertThat(fixture.build("FROM scratch\nCOPY a.tar /x").lastLayer()).hasSize(1);
        try (OutputStream out = compressed("gz", Files.newOutputStream(context.resolve("text.gz")))) {
            out.write("no archive".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(fixture.build("FROM scratch\nADD text.gz /t").lastLayer()).singleElement()
                .asString()
                .startsWith("t=");
    }

    @Test
    void anArchiveChangesDirectoriesThatItLists() throws IOException, InterruptedException {
        archive("a.tar", "tar", tree());
        fixture.base("base", Json.Obj.EMPTY, Map.of(TarEntry.directory("d", 0700), ""), BuildFixture.AMD64);
        assertThat(fixture.build("FROM base\nADD --chown=9:9 a.tar /").lastLayer()).startsWith("d/ 750 9:9",
                "d/f=f 4711 9:9");
    }

    @Test
    void archivesThatClimbOutAreRefused() throws IOException, InterruptedException {
        List<TarEntry> bad = List.of(BuildFixture.textFile("../x", "x"), BuildFixture.textFile("a/../../x", "x"),
                TarEntry.hardLink("h", "../../etc/passwd"), TarEntry.hardLink("h", "/etc/passwd"));
        for (TarEntry entry : bad) {
            archive("a.tar", "tar", Map.of(entry, entry.size() > 0 ? "x" : ""));
            assertThatThrownBy(() -> fixture.build("FROM scratch\nADD a.tar /")).as(entry.path())
                    .isInstanceOf(InvalidContentException.class);
        }
        Map<TarEntry, String> through = new LinkedHashMap<>();
        through.put(TarEntry.symbolicLink("etc", "/etc"), "");
        through.put(BuildFixture.textFile("etc/passwd", "x"), "x");
        archive("a.tar", "tar", through);
        assertThatThrownBy(() -> fixture.build("FROM scratch\nADD a.tar /"))
                .hasMessageContaining("goes through a symbolic link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "gz", "bz2", "xz", "zst"})
    void archivesThatAreDamagedAreRefusedWithTheirPlace(String kind) throws IOException, InterruptedException {
        String text = new Random(1).ints(300_000, ' ', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        archive("whole", kind, Map.of(BuildFixture.textFile("f", text), text));
        byte[] whole = Files.readAllBytes(context.resolve("whole"));
        List<byte[]> damaged = new ArrayList<>(
                List.of(Arrays.copyOf(whole, kind.equals("tar") ? 1024 : whole.length - 3)));
        if (!kind.equals("tar")) {
            damaged.add(Arrays.copyOf(whole, whole.length + 7));
            damaged.getLast()[whole.length] = 'x';
        }
        for (byte[] bytes : damaged) {
            Files.write(context.resolve("bad"), bytes);
            assertThatThrownBy(() -> fixture.build("FROM scratch\nADD --chown=1 bad /"))
                    .isInstanceOf(DockerfileException.class)
                    .hasMessageStartingWith("Dockerfile:2:15: archive bad: ")
                    .message()
                    .doesNotContain("null");
        }
    }

    static List<Map<TarEntry, String>> contradictions() {
        Map<TarEntry, String> below = new LinkedHashMap<>();
        below.put(BuildFixture.textFile("f", "x"), "x");
        below.put(BuildFixture.textFile("f/g", "x"), "x");
        return List.of(below, Map.of(BuildFixture.textFile("n".repeat(256), "x"), "x"),
                Map.of(BuildFixture.textFile("n".repeat(1 << 19), "x"), "x"),
                Map.of(TarEntry.hardLink("h", "missing"), ""), Map.of(TarEntry.hardLink("h", "h"), ""));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void archivesThatContradictThemselvesAreRefusedWithTheirPlace(Map<TarEntry, String> entries) throws IOException {
        archive("a.tar", "tar", entries);
        assertThatThrownBy(() -> fixture.build("FROM scratch\nADD a.tar /")).isInstanceOf(DockerfileException.class)
                .hasMessageStartingWith("Dockerfile:2:5: archive a.tar: ");
    }

    @Test
    void entriesAreBoundedByTheMemory() throws InvalidContentException {
        BuildLimits.requireFewEntries(800_000, 1L << 30);
        assertThatThrownBy(() -> BuildLimits.requireFewEntries(900_000, 1L << 30))
                .hasMessageContaining("expected at most 894784 entries")
                .hasMessageContaining("-Xmx2g");
        assertThatThrownBy(() -> BuildLimits.requireFewEntries(4_000_000, 1L << 60))
                .hasMessage("expected at most 4000000 entries, found more");
    }

    @Test
    void aLinkHasTheModeThatFileSystemsGiveIt() throws IOException, InterruptedException {
        archive("a.tar", "tar", Map.of(TarEntry.symbolicLink("l", "t").withMode(0644), ""));
        assertThat(fixture.build("FROM scratch\nADD a.tar /").lastLayer()).containsExactly("l -> t 777 0:0");
    }

    @Test
    void archivesThatExplodeAreRefused() throws IOException, InterruptedException {
        try (OutputStream out = compressed("xz", Files.newOutputStream(context.resolve("bomb")));
                TarWriter tar = new TarWriter(out)) {
            tar.add(TarEntry.file("zero", 0644, 300L << 20), new InputStream() {
                private long left = 300L << 20;

                @Override
                public int read() {
                    return left-- > 0 ? 0 : -1;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) {
                    int read = (int) Math.min(left, length);
                    left -= read;
                    return read == 0 ? -1 : read;
                }
            });
        }
        assertThatThrownBy(() -> fixture.build("FROM scratch\nADD bomb /")).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("archive bomb")
                .hasMessageContaining("expected at most");
        Files.write(context.resolve("cut.tar"), cut(tree()));
        assertThatThrownBy(() -> fixture.build("FROM scratch\nADD cut.tar /"))
                .isInstanceOf(InvalidContentException.class);
    }

    private byte[] cut(Map<TarEntry, String> entries) throws IOException {
        archive("whole.tar", "tar", entries);
        byte[] whole = Files.readAllBytes(context.resolve("whole.tar"));
        return Arrays.copyOf(whole, 1024);
    }

    @Test
    void aDownloadThatEndsEarlySaysWhich() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
                                    .getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            String url = "http://127.0.0.1:%d/file".formatted(server.getLocalPort());
            assertThatThrownBy(() -> fixture.build("FROM scratch\nADD %s /x".formatted(url)))
                    .hasMessageContaining("GET %s: it ended after".formatted(url));
        }
    }

    @Test
    void urlsAreFetchedOnceAndChecked() throws IOException, InterruptedException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] body = "content".getBytes(StandardCharsets.UTF_8);
            boolean moved = exchange.getRequestURI().getPath().equals("/moved");
            exchange.getResponseHeaders().add("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
            if (moved) {
                exchange.getResponseHeaders().add("Location", "/d/file?x=1");
            }
            boolean missing = exchange.getRequestURI().getPath().equals("/missing");
            exchange.sendResponseHeaders(moved ? 302 : missing ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            BuildFixture.Built built = fixture.build("FROM scratch\nADD %s/d/file?x=1 /to/".formatted(base),
                    BuildFixture.AMD64, BuildFixture.ARM64);
            assertThat(built.lastLayer()).containsExactly("to/ 755 0:0", "to/file=content 600 0:0");
            assertThat(built.entries(0).keySet()).last()
                    .extracting(TarEntry::mtime)
                    .isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
            assertThat(requests).hasValue(1);
            String digest = Digest.sha256("content".getBytes(StandardCharsets.UTF_8)).toString();
            assertThat(fixture.build("FROM scratch\nADD --checksum=%s --chmod=644 %s/moved /x".formatted(digest, base))
                    .lastLayer()).containsExactly("x=content 644 0:0");
            assertThatThrownBy(() -> fixture.build("FROM scratch\nADD --checksum=sha256:%s %s/f /x"
                    .formatted("0".repeat(64), base))).hasMessageContaining("digest mismatch");
            assertThatThrownBy(() -> fixture.build("FROM scratch\nADD %s/missing /x".formatted(base)))
                    .hasMessageContaining("expected status 2xx, received 404");
            assertThatThrownBy(() -> fixture.build("FROM scratch\nADD %s/ /x/".formatted(base)))
                    .hasMessageContaining("there is no file name in it");
            assertThat(fixture.build("FROM scratch\nADD %s/a%%2Fb%%20%%C3%%A9+/#f?x /x/".formatted(base)).lastLayer())
                    .containsExactly("x/ 755 0:0", "x/b é+=content 600 0:0");
        } finally {
            server.stop(0);
        }
        assertThatThrownBy(() -> fixture.build("FROM scratch\nADD http://127.0.0.1:1/x /x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("GET http://127.0.0.1:1/x");
    }
}
