package dev.anyarch.server;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of a request as a stream. Created on the event loop, read by one virtual thread. The connection is asked for no
 * more than {@link #WINDOW} buffers ahead of the reader, so a fast client fills the socket and not the memory.
 */
final class RequestBody extends InputStream {
    private static final int WINDOW = 16;
    private static final int REFILL = WINDOW / 2;

    private final HttpServerRequest request;
    private final Context context;
    private final Duration patience;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private Buffer current = Buffer.buffer();
    private int position;
    private int consumed;
    private boolean ended;

    private sealed interface Event {
        record Data(Buffer buffer) implements Event {}

        record End() implements Event {}

        record Broken(Throwable cause) implements Event {}
    }

    /**
     * Takes over the body of {@code request}; call on the event loop, within the request handler.
     *
     * @param patience how long to wait for the client to send anything at all
     */
    RequestBody(HttpServerRequest request, Context context, Duration patience) {
        this.request = request;
        this.context = context;
        this.patience = patience;
        request.pause();
        request.handler(buffer -> events.add(new Event.Data(buffer)));
        request.endHandler(_ -> events.add(new Event.End()));
        request.exceptionHandler(cause -> events.add(new Event.Broken(cause)));
        request.fetch(WINDOW);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == current.length()) {
            if (ended) {
                return -1;
            }
            advance();
        }
        int count = Math.min(length, current.length() - position);
        current.getBytes(position, position + count, bytes, offset);
        position += count;
        return count;
    }

    /** Drops whatever else arrives; call on the event loop when nobody reads any more. */
    void abandon() {
        if (request.isEnded()) {
            return;
        }
        request.handler(_ -> {});
        request.endHandler(_ -> {});
        request.exceptionHandler(_ -> {});
        request.resume();
    }

    private void advance() throws IOException {
        switch (next()) {
            case Event.Data(Buffer buffer) -> {
                current = buffer;
                position = 0;
                if (++consumed % REFILL == 0) {
                    context.runOnContext(_ -> request.fetch(REFILL));
                }
            }
            case Event.End _ -> ended = true;
            case Event.Broken(Throwable cause) -> {
                events.add(new Event.Broken(cause));
                throw new ClientGoneException("request body: the client closed the connection in its middle", cause);
            }
        }
    }

    private Event next() throws IOException {
        try {
            Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new ClientGoneException("request body: the client sent nothing for %d s".formatted(
                        patience.toSeconds()));
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("request body: the server is closing").initCause(e);
        }
    }
}
