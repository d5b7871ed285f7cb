package dev.anyarch.testkit;

import dev.anyarch.testkit.ScriptedRegistry.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Passes requests on to a server on loopback, each on a connection of its own, and its answer back as it is.
 *
 * @param port of the server
 */
record Forwarding(int port) {
    /** What is about the connection, or about how a body that is here as a whole was sent. */
    private static final Set<String> OWN = Set.of("connection", "content-length", "transfer-encoding", "expect");

    void pass(Request request, OutputStream answer) throws IOException {
        byte[] body = request.body().getBytes(StandardCharsets.ISO_8859_1);
        StringBuilder head = new StringBuilder(request.method()).append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\nConnection: close\r\n");
        request.headers().forEach((name, value) -> {
            if (!OWN.contains(name)) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        if (body.length > 0 || request.method().startsWith("P")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            socket.getInputStream().transferTo(answer);
            answer.flush();
        }
    }
}
