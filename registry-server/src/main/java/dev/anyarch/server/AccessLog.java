package dev.anyarch.server;

import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Writes a line for each answered request: who, what, how it went. Never the query nor a header, which may hold secrets. */
final class AccessLog {
    private static final int MAX_PATH = 1024;

    private final Consumer<String> lines;

    AccessLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Notes {@code request} when its response has ended. On the event loop. */
    void follow(HttpServerRequest request) {
        long start = System.nanoTime();
        request.response()
                .endHandler(_ -> lines.accept("%s %s %s %d %d bytes %d ms".formatted(
                        request.remoteAddress() == null ? "-" : request.remoteAddress().hostAddress(),
                        request.method().name(), printable(String.valueOf(request.path())),
                        request.response().getStatusCode(), request.response().bytesWritten(),
                        (System.nanoTime() - start) / 1_000_000)));
    }

    private static String printable(String path) {
        StringBuilder out = new StringBuilder();
        path.chars().limit(MAX_PATH).forEach(c -> out.append(c > ' ' && c <= '~' ? (char) c : '?'));
        return out.toString();
    }
}
