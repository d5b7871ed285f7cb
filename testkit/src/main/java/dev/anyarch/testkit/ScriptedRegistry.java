package dev.anyarch.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A server on loopback that answers what its script says, also what no honest server sends. Replies are for a method and a
 * path, or for whatever a test asks about, used up in order, the last one for ever; without one the answer is 404, or comes
 * from the server that this one stands in front of. Every connection has its own thread.
 */
public final class ScriptedRegistry implements Closeable {
    private static final int PIECE = 64 * 1024;

    private final ServerSocket listener;
    private final Optional<Forwarding> origin;
    private final Map<String, Deque<Reply>> script = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /**
     * What was received.
     *
     * @param target path and query
     * @param headers names in lower case; the last value counts
     * @param body as text, each byte a character
     */
    public record Request(String method, String target, Map<String, String> headers, String body) {
        public Request {
            headers = Map.copyOf(headers);
        }

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        /** Method and path. */
        public String line() {
            return method + " " + (target.indexOf('?') < 0 ? target : target.substring(0, target.indexOf('?')));
        }
    }

    /** Replies to whatever a test asks about. */
    private record Rule(Predicate<Request> about, Deque<Reply> replies) {}

    private ScriptedRegistry(ServerSocket listener, Optional<Forwarding> origin) {
        this.listener = listener;
        this.origin = origin;
    }

    public static ScriptedRegistry start() throws IOException {
        return start(plainListener(), Optional.empty());
    }

    /** A server that speaks TLS. */
    public static ScriptedRegistry startSecured(SSLContext context) throws IOException {
        return start(context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                Optional.empty());
    }

    /** A server that passes on what is not in its script to a real one on loopback. */
    public static ScriptedRegistry inFrontOf(int port) throws IOException {
        return start(plainListener(), Optional.of(new Forwarding(port)));
    }

    private static ServerSocket plainListener() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static ScriptedRegistry start(ServerSocket listener, Optional<Forwarding> origin) {
        ScriptedRegistry registry = new ScriptedRegistry(listener, origin);
        Thread.ofVirtual().start(registry::accept);
        return registry;
    }

    /** {@code 127.0.0.1:PORT}. */
    public String authority() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String url(String path) {
        return "http://" + authority() + path;
    }

    /** Adds replies for a method and a path, to which a query does not matter. */
    public synchronized ScriptedRegistry on(String method, String path, Reply... replies) {
        Deque<Reply> queue = script.computeIfAbsent(method + " " + path, key -> new ArrayDeque<>());
        queue.addAll(List.of(replies));
        return this;
    }

    /** Adds replies for the requests that {@code about} finds; they go before those for a path, in the order of adding. */
    public synchronized ScriptedRegistry when(Predicate<Request> about, Reply... replies) {
        rules.add(new Rule(about, new ArrayDeque<>(List.of(replies))));
        return this;
    }

    /** Everything received so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Method and path of everything received so far. */
    public List<String> lines() {
        return requests.stream().map(Request::line).toList();
    }

    private synchronized Optional<Reply> replyTo(Request request) {
        for (Rule rule : rules) {
            if (rule.about.test(request)) {
                return Optional.of(next(rule.replies));
            }
        }
        Deque<Reply> queue = script.get(request.line());
        if (queue != null && !queue.isEmpty()) {
            return Optional.of(next(queue));
        }
        return origin.isPresent() ? Optional.empty() : Optional.of(Reply.of(404));
    }

    private static Reply next(Deque<Reply> replies) {
        Reply next = replies.getFirst();
        if (replies.size() > 1) {
            replies.removeFirst();
        }
        return next;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return; // closed: the test is over
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            while (serveOne(in, out)) {
                out.flush();
            }
        } catch (IOException e) {
            // the client went away, as clients do
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private boolean serveOne(InputStream in, OutputStream out) throws IOException, InterruptedException {
        String requestLine = readLine(in);
        if (requestLine.isEmpty()) {
            return false;
        }
        List<String> words = List.of(requestLine.split(" ", -1));
        if (words.size() != 3) {
            out.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            in.transferTo(OutputStream.nullOutputStream()); // closing earlier would be a reset, and lose the answer
            return false;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        Request head = new Request(words.get(0), words.get(1), headers, "");
        Optional<Reply> reply = replyTo(head);
        if (reply.isPresent() && reply.get().flaws().withoutReading()) {
            requests.add(head);
            send(reply.get(), head, out);
            return false;
        }
        if (reply.isPresent() && reply.get().flaws().readingOnly() >= 0) {
            requests.add(head);
            in.skipNBytes(reply.get().flaws().readingOnly());
            return false;
        }
        Request request = new Request(head.method(), head.target(), headers, readBody(in, headers));
        requests.add(request);
        if (reply.isEmpty()) {
            origin.orElseThrow().pass(request, out);
            return false;
        }
        return send(reply.get(), head, out);
    }

    /** Sends a reply and says whether the connection goes on. */
    private static boolean send(Reply reply, Request request, OutputStream out) throws IOException,
            InterruptedException {
        out.write(reply.head());
        if (request.method().equals("HEAD") || reply.status().startsWith("204")) {
            return true;
        }
        long length = reply.content().length();
        long end = reply.flaws().cutAfter() < 0 ? length : Math.min(length, reply.flaws().cutAfter());
        for (long sent = 0; sent < end;) {
            byte[] piece = reply.content().slice(sent, (int) Math.min(PIECE, end - sent));
            Thread.sleep(reply.flaws().pause());
            out.write(reply.flaws().chunked() ? chunk(piece) : piece);
            out.flush();
            sent += piece.length;
        }
        if (reply.flaws().cutAfter() >= 0) {
            return false;
        }
        if (reply.flaws().chunked()) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        return reply.flaws().announced() < 0;
    }

    private static byte[] chunk(byte[] piece) {
        byte[] size = (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return Reply.concat(Reply.concat(size, piece), new byte[]{'\r', '\n'});
    }

    private static String readBody(InputStream in, Map<String, String> headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            for (int size = readSize(in); size > 0; size = readSize(in)) {
                body.write(in.readNBytes(size));
                readLine(in);
            }
            readLine(in);
        } else {
            body.write(in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
        }
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    private static int readSize(InputStream in) throws IOException {
        String line = readLine(in);
        if (line.isEmpty()) {
            throw new EOFException("the client broke off within a body");
        }
        return Integer.parseInt(line, 16);
    }

    /** A line, or as much of it as is text: TLS at a plain port ends at once. */
    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
            if (b < '\t') {
                return line.toString();
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : new ArrayList<>(connections)) {
            connection.close();
        }
    }
}
