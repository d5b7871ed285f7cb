package dev.anyarch.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/**
 * The body of an answer. Reaching its end gives the connection back to the pool; closing before that closes it, unless
 * little is left to read. For one thread.
 */
abstract sealed class ResponseBody extends InputStream
        permits ResponseBody.Fixed, ResponseBody.Chunked, ResponseBody.UntilClose {
    private static final int MAX_DRAINED = 64 * 1024;

    final Connection connection;
    private final ConnectionPool pool;
    private final boolean reusable;
    private boolean ended;

    private ResponseBody(Connection connection, ConnectionPool pool, boolean reusable) {
        this.connection = connection;
        this.pool = pool;
        this.reusable = reusable;
    }

    /**
     * @param requestSent whether the whole request went out; if not, nothing else can follow it on this connection
     */
    static ResponseBody of(ResponseHead head, HttpMethod method, boolean requestSent, Connection connection,
            ConnectionPool pool) throws IOException {
        boolean keepsAlive = head.keepsAlive() && requestSent;
        if (!head.hasBody(method)) {
            return new Fixed(0, connection, pool, keepsAlive);
        }
        if (head.isChunked()) {
            // Both framings at once is request smuggling's trick: the connection is not used again.
            boolean reusable = keepsAlive && head.contentLength().isEmpty();
            return new Chunked(connection, pool, reusable);
        }
        if (head.contentLength().isPresent()) {
            return new Fixed(head.contentLength().get(), connection, pool, keepsAlive);
        }
        return new UntilClose(connection, pool);
    }

    /** Reads what is there; -1 at the end that the server announced, an exception at any other. */
    abstract int receive(byte[] bytes, int offset, int length) throws IOException;

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        int read;
        try {
            read = receive(bytes, offset, length);
        } catch (IOException e) {
            ended = true;
            connection.close();
            throw e;
        }
        if (read < 0) {
            end(reusable);
        }
        return read;
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** The largest number of bytes still to come, as far as it is known. */
    abstract long remaining();

    final void end(boolean reuse) {
        ended = true;
        if (reuse) {
            pool.giveBack(connection);
        } else {
            connection.close();
        }
    }

    @Override
    public final void close() throws IOException {
        if (ended) {
            return;
        }
        if (!reusable || remaining() > MAX_DRAINED) {
            end(false);
            return;
        }
        byte[] discarded = new byte[8192];
        try {
            for (int total = 0, read = 0; read >= 0; total += read) {
                if (total > MAX_DRAINED) {
                    end(false);
                    return;
                }
                read = read(discarded, 0, discarded.length);
            }
        } catch (IOException e) {
            end(false); // the rest was of no interest
        }
    }

    /** A body of announced length. */
    static final class Fixed extends ResponseBody {
        private final long length;
        private long remaining;

        Fixed(long length, Connection connection, ConnectionPool pool, boolean reusable) {
            super(connection, pool, reusable);
            this.length = length;
            this.remaining = length;
            if (length == 0) {
                end(reusable);
            }
        }

        @Override
        int receive(byte[] bytes, int offset, int count) throws IOException {
            if (remaining == 0) {
                return -1;
            }
            int read = connection.read(bytes, offset, (int) Math.min(count, remaining));
            if (read < 0) {
                throw new EOFException("connection closed after %d of %d bytes".formatted(length - remaining, length));
            }
            remaining -= read;
            return read;
        }

        @Override
        long remaining() {
            return remaining;
        }
    }

    /** A body in chunks (RFC 9112, section 7.1); trailers are read and dropped. */
    static final class Chunked extends ResponseBody {
        private static final int MAX_LINE = 4096;
        private static final int MAX_TRAILERS = 64;

        private long remainingInChunk;
        private boolean first = true;
        private boolean last;

        Chunked(Connection connection, ConnectionPool pool, boolean reusable) {
            super(connection, pool, reusable);
        }

        @Override
        int receive(byte[] bytes, int offset, int count) throws IOException {
            if (remainingInChunk == 0 && !last) {
                nextChunk();
            }
            if (last) {
                return -1;
            }
            int read = connection.read(bytes, offset, (int) Math.min(count, remainingInChunk));
            if (read < 0) {
                throw new EOFException("connection closed within a chunk");
            }
            remainingInChunk -= read;
            return read;
        }

        private void nextChunk() throws IOException {
            if (!first && !connection.readLine(MAX_LINE).isEmpty()) {
                throw new ProtocolException("expected the end of a chunk");
            }
            first = false;
            String line = connection.readLine(MAX_LINE);
            int semicolon = line.indexOf(';');
            String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
            try {
                if (size.isEmpty() || size.length() > 15 || size.charAt(0) == '+' || size.charAt(0) == '-') {
                    throw new NumberFormatException(size);
                }
                remainingInChunk = Long.parseLong(size, 16);
            } catch (NumberFormatException e) {
                throw new ProtocolException("expected the size of a chunk");
            }
            if (remainingInChunk == 0) {
                last = true;
                for (int i = 0; !connection.readLine(MAX_LINE).isEmpty(); i++) {
                    if (i == MAX_TRAILERS) {
                        throw new ProtocolException("expected at most %d trailers".formatted(MAX_TRAILERS));
                    }
                }
            }
        }

        @Override
        long remaining() {
            return last ? 0 : remainingInChunk;
        }
    }

    /** A body that lasts until the server closes; only its content can say whether it is whole. */
    static final class UntilClose extends ResponseBody {
        UntilClose(Connection connection, ConnectionPool pool) {
            super(connection, pool, false);
        }

        @Override
        int receive(byte[] bytes, int offset, int count) throws IOException {
            return connection.read(bytes, offset, count);
        }

        @Override
        long remaining() {
            return Long.MAX_VALUE;
        }
    }
}
