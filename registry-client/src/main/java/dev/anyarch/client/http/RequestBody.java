package dev.anyarch.client.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request: its length and how to read it from the start. Every body of this kind is replayable, so the
 * request may be repeated; a body that exists only once is written to an {@link HttpExchange}.
 *
 * @param length in bytes
 * @param opener opens the content anew each time
 */
public record RequestBody(long length, Opener opener) {
    public static final RequestBody NONE = of(new byte[0]);

    /** Opens content from its first byte, every time the same. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** A body from memory; the caller does not change the array afterwards. */
    public static RequestBody of(byte[] bytes) {
        return new RequestBody(bytes.length, () -> new ByteArrayInputStream(bytes));
    }
}
