package dev.anyarch.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Puts a reply on the wire. On the event loop of its connection. */
final class Transmission {
    private static final Header API_VERSION = new Header(Header.API_VERSION, "registry/2.0");
    private static final Header NOSNIFF = new Header(Header.NOSNIFF, "nosniff");

    private Transmission() {}

    /** Sends {@code reply}; completes when it has been handed over entirely. Nothing happens when the client has gone. */
    static Future<Void> send(HttpServerRequest request, Reply reply) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        boolean headOnly = request.method().equals(HttpMethod.HEAD);
        if (!headOnly && reply.content() instanceof Content.FilePart part && part.length() > 0) {
            return sendFile(request, reply, part);
        }
        putHeaders(response, reply);
        if (headOnly || reply.content() instanceof Content.None) {
            return response.end();
        }
        return reply.content() instanceof Content.Bytes(byte[] bytes) && bytes.length > 0
                ? response.end(Buffer.buffer(bytes))
                : response.end();
    }

    private static void putHeaders(HttpServerResponse response, Reply reply) {
        response.setStatusCode(reply.status());
        response.putHeader(API_VERSION.name(), API_VERSION.value());
        response.putHeader(NOSNIFF.name(), NOSNIFF.value());
        for (Header header : reply.headers()) {
            response.headers().add(header.name(), header.value());
        }
        // a 204 has no length, and that of a 304 would be another content's (RFC 9110 §8.6)
        if (reply.status() != 204 && reply.status() != 304) {
            response.putHeader(Header.CONTENT_LENGTH, Long.toString(reply.content().length()));
        }
    }

    private static Future<Void> sendFile(HttpServerRequest request, Reply reply, Content.FilePart part) {
        FileChannel channel;
        try {
            channel = FileChannel.open(part.file(), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            // deleted between the look-up and now
            return send(request, Reply.error(new Refusal(ErrorCode.BLOB_UNKNOWN, "blob: it was just deleted")));
        } catch (IOException e) {
            return send(request, Reply.error(new Refusal(ErrorCode.UNKNOWN, "blob: cannot open its file")));
        }
        putHeaders(request.response(), reply);
        return request.response()
                .sendFile(channel, part.offset(), part.length())
                .eventually(() -> {
                    close(channel);
                    return Future.succeededFuture();
                });
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // read only: nothing that could be lost
            System.getLogger(Transmission.class.getName()).log(System.Logger.Level.DEBUG, "closing a blob", e);
        }
    }

    /** The reply to a request that could not even be parsed. */
    static Reply malformed(HttpServerRequest request) {
        int status = switch (String.valueOf(request.decoderResult().cause().getClass().getSimpleName())) {
            case "TooLongHttpLineException" -> 414;
            case "TooLongHttpHeaderException" -> 431;
            default -> 400;
        };
        return new Reply(status, List.of(), Content.NONE);
    }
}
