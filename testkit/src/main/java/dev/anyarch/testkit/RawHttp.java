package dev.anyarch.testkit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP/1.1 connection on which everything can be said, also what no honest client says: the bytes go out as they are.
 * Reads responses with a length, in chunks, or until the end. For one thread; nothing waits longer than the timeout.
 */
public final class RawHttp implements Closeable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /**
     * What came back.
     *
     * @param headers in the order they came, names as they were sent
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Response(int status, List<Map.Entry<String, String>> headers, byte[] body) {

        /** The first header of this name, whatever its case. */
        public Optional<String> header(String name) {
            return all(name).stream().findFirst();
        }

        public List<String> all(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Connects to a server on this machine. */
    public static RawHttp connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            return new RawHttp(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** One request on a connection of its own. */
    public static Response exchange(int port, String method, String target, Map<String, String> headers, byte[] body)
            throws IOException {
        try (RawHttp connection = connect(port)) {
            return connection.request(method, target, headers, body);
        }
    }

    /** Sends a well-formed request with {@code Host} and {@code Content-Length}, and reads its response. */
    public Response request(String method, String target, Map<String, String> headers, byte[] body)
            throws IOException {
        StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, target));
        headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0 || !method.equals("GET") && !method.equals("HEAD")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        send(head.append("\r\n").toString());
        send(body);
        return read(method);
    }

    /** Sends text, which is all Latin-1, as it is. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads the response to a request with {@code method}, which decides whether there is a body. */
    public Response read(String method) throws IOException {
        String[] statusLine = line().split(" ", 3);
        int status = Integer.parseInt(statusLine[1]);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        if (status == 100) {
            return read(method);
        }
        Response head = new Response(status, headers, new byte[0]);
        boolean empty = method.equals("HEAD") || status == 204 || status == 304;
        return empty ? head : new Response(status, headers, body(head));
    }

    private byte[] body(Response head) throws IOException {
        if (head.header("Transfer-Encoding")
                .filter(value -> value.toLowerCase(Locale.ROOT).equals("chunked"))
                .isPresent()) {
            return chunks();
        }
        Optional<String> length = head.header("Content-Length");
        if (length.isEmpty()) {
            return in.readAllBytes();
        }
        return exactly(Integer.parseInt(length.get()));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(
                    "response: expected a body of %d bytes, received %d".formatted(length, bytes.length));
        }
        return bytes;
    }

    /** Whether the server closes the connection, by an end or a reset, before the timeout. What it still sends is dropped. */
    public boolean isClosedByServer() throws IOException {
        try {
            while (in.read() >= 0) {
                // until the end
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Ends the connection as a crashed client does: with a reset, in the middle of whatever it was. */
    public void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("response: expected a line, the connection ended after '%s'".formatted(line));
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
