package dev.anyarch.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Puts requests on a connection. */
final class RequestWriter {
    private static final int CHUNK = 256 * 1024;
    private static final int SMALL_BODY = 16 * 1024;

    private RequestWriter() {}

    /**
     * The head of a request.
     *
     * @param framing how long the body is: a header line, or nothing when there is no body
     */
    static byte[] head(HttpRequest request, Route route, String framing, HttpSettings settings) {
        HttpUrl url = request.url();
        StringBuilder head = new StringBuilder(512).append(request.method().name()).append(' ');
        if (route.isForwarded()) {
            head.append("http://").append(url.authority());
        }
        head.append(url.target()).append(" HTTP/1.1\r\nHost: ").append(url.authority()).append("\r\n");
        head.append("User-Agent: ").append(settings.userAgent()).append("\r\n");
        if (route.isForwarded()) {
            route.proxy()
                    .flatMap(ProxySettings.Proxy::authorization)
                    .ifPresent(value -> head.append("Proxy-Authorization: ").append(value).append("\r\n"));
        }
        for (HttpHeaders.Field field : request.headers().fields()) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return head.append(framing).append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A whole request; one with a small body is one packet. */
    static void write(HttpRequest request, Connection connection, HttpSettings settings) throws IOException {
        long length = request.body().length();
        boolean bodied = length > 0 || request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD
                && request.method() != HttpMethod.DELETE;
        byte[] head = head(request, connection.route(), bodied ? "Content-Length: " + length + "\r\n" : "", settings);
        OutputStream out = connection.out();
        if (length == 0) {
            out.write(head);
            return;
        }
        try (InputStream content = request.body().opener().open()) {
            if (length <= SMALL_BODY) {
                byte[] whole = new byte[head.length + (int) length];
                System.arraycopy(head, 0, whole, 0, head.length);
                requireWhole(request, content.readNBytes(whole, head.length, (int) length), length);
                out.write(whole);
                return;
            }
            out.write(head);
            byte[] buffer = new byte[(int) Math.min(length, CHUNK)];
            long sent = 0;
            while (sent < length) {
                int read = content.read(buffer, 0, (int) Math.min(buffer.length, length - sent));
                requireWhole(request, read < 0 ? sent : length, length);
                out.write(buffer, 0, read);
                sent += read;
            }
        }
    }

    private static void requireWhole(HttpRequest request, long found, long expected) throws IOException {
        if (found < expected) {
            throw new BodyException("%s: expected %d bytes to send, found %d".formatted(request, expected, found));
        }
    }
}
