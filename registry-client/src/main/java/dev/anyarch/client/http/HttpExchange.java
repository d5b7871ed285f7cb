package dev.anyarch.client.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * A request whose body is written piece by piece and exists only once. Write to it, then {@link #finish}; closing before
 * that breaks the request off, so that the server sees it incomplete. For one thread.
 */
public final class HttpExchange extends OutputStream implements Closeable {
    private static final byte[] CHUNK_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final HttpRequest request;
    private final OptionalLong length;
    private final Connection connection;
    private final ConnectionPool pool;
    private long written;
    private boolean finished;

    HttpExchange(HttpRequest request, OptionalLong length, Connection connection, ConnectionPool pool) {
        this.request = request;
        this.length = length;
        this.connection = connection;
        this.pool = pool;
    }

    static String framing(OptionalLong length) {
        return length.isPresent() ? "Content-Length: " + length.getAsLong() + "\r\n" : "Transfer-Encoding: chunked\r\n";
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    /**
     * Sends a piece of the body.
     *
     * @throws BodyException when this is more than was announced; nothing is sent then
     */
    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return;
        }
        if (length.isPresent() && written + count > length.getAsLong()) {
            throw new BodyException("%s: expected %d bytes to send, found more".formatted(request,
                    length.getAsLong()));
        }
        OutputStream out = connection.out();
        if (length.isPresent()) {
            out.write(bytes, offset, count);
        } else {
            out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(bytes, offset, count);
            out.write(CHUNK_END);
        }
        written += count;
    }

    /**
     * Ends the body and reads the answer.
     *
     * @throws BodyException when less was written than announced
     */
    public HttpResponse finish() throws IOException {
        if (length.isPresent() && written < length.getAsLong()) {
            throw new BodyException("%s: expected %d bytes to send, found %d".formatted(request, length.getAsLong(),
                    written));
        }
        if (length.isEmpty()) {
            connection.out().write(LAST_CHUNK);
        }
        return answer(true);
    }

    /**
     * The answer that a server sent before it had everything, such as 401 or 413: to be asked for after a write failed,
     * because the answer says why.
     */
    public HttpResponse answerAfterFailure() throws IOException {
        return answer(false);
    }

    private HttpResponse answer(boolean requestSent) throws IOException {
        ResponseHead head = ResponseHead.read(connection);
        HttpResponse response = new HttpResponse(request.url(), head,
                ResponseBody.of(head, request.method(), requestSent, connection, pool));
        finished = true;
        return response;
    }

    @Override
    public void close() {
        if (!finished) {
            connection.close();
        }
    }
}
