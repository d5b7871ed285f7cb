package dev.anyarch.store.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A socket that gives the answers that no engine of this machine gives: of the containerd image store, of a full disk, of one
 * that goes away. Requests are answered one after the other.
 */
final class ScriptedEngine implements Closeable {
    static final String VERSION = "{\"Version\":\"28.2.2\",\"Os\":\"linux\",\"Arch\":\"amd64\"}";

    private final ServerSocketChannel server;
    private final Path socket;
    private final Map<String, String> answers;
    private final CompletableFuture<byte[]> loaded = new CompletableFuture<>();

    /**
     * Listens.
     *
     * @param answers whole answers, with their heads, by the beginning of the request
     */
    ScriptedEngine(Path directory, Map<String, String> answers) throws IOException {
        this.socket = directory.resolve("e.sock");
        this.answers = answers;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    /** With the head that makes a body whole. */
    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.getBytes(UTF_8).length, body);
    }

    DockerEngine connect() throws IOException {
        return DockerEngine.connect(new EngineEndpoint.Unix(socket), _ -> {
            throw new IOException("no TLS here");
        });
    }

    /** The body of the first load, as far as it came. */
    byte[] loaded() {
        return loaded.join();
    }

    private void serve() {
        while (true) {
            try (SocketChannel client = server.accept()) {
                answer(client);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // this client went away; the next one is served
            }
        }
    }

    private void answer(SocketChannel client) throws IOException {
        InputStream in = Channels.newInputStream(client);
        String request = line(in);
        boolean hasBody = false;
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            hasBody |= field.equals("Transfer-Encoding: chunked");
        }
        Optional<String> answer = answers.entrySet()
                .stream()
                .filter(entry -> request.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        if (hasBody && !answer.orElse("").contains("early")) {
            loaded.complete(body(in));
        }
        client.write(ByteBuffer.wrap(answer.orElse("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                .getBytes(UTF_8)));
    }

    private static byte[] body(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String size = line(in); !size.equals("0"); size = line(in)) {
            if (size.isEmpty()) {
                return body.toByteArray();
            }
            body.write(in.readNBytes(Integer.parseInt(size, 16)));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
