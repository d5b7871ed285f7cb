package dev.anyarch.client.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * One connection to a server and the bytes that were received but not used yet. For one thread at a time; the pool hands
 * it over.
 */
final class Connection implements Closeable {
    private static final int BUFFER_SIZE = 16 * 1024;

    private final Route route;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int position;
    private int limit;
    private long bytesReceived;
    private long idleSinceNanos;

    Connection(Route route, Socket socket) throws IOException {
        this.route = route;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    Route route() {
        return route;
    }

    OutputStream out() {
        return out;
    }

    /** Every byte the server ever sent here: tells whether it reacted to a request at all. */
    long bytesReceived() {
        return bytesReceived;
    }

    /** The next byte, or -1 when the server has closed. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    /** As {@link InputStream#read(byte[], int, int)}; large reads bypass the buffer. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= BUFFER_SIZE) {
                int direct = in.read(bytes, offset, length);
                bytesReceived += Math.max(0, direct);
                return direct;
            }
            if (!fill()) {
                return -1;
            }
        }
        int available = Math.min(length, limit - position);
        System.arraycopy(buffer, position, bytes, offset, available);
        position += available;
        return available;
    }

    /**
     * A line of the head, without its line break.
     *
     * @param budget the most bytes it may have
     */
    String readLine(int budget) throws IOException {
        for (int i = position; i < limit && i - position <= budget; i++) {
            if (buffer[i] == '\n') {
                int begin = position;
                position = i + 1;
                int end = i > begin && buffer[i - 1] == '\r' ? i - 1 : i;
                return new String(buffer, begin, end - begin, StandardCharsets.ISO_8859_1);
            }
        }
        return readBrokenLine(budget);
    }

    /** A line that is not in the buffer as a whole. */
    private String readBrokenLine(int budget) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int b = read(); b != '\n'; b = read()) {
            if (b < 0) {
                throw new EOFException("connection closed in the head of the answer");
            }
            if (line.length() >= budget) {
                throw new java.net.ProtocolException("head of the answer is too long");
            }
            line.append((char) b);
        }
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            line.setLength(end - 1);
        }
        return line.toString();
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, BUFFER_SIZE);
        if (read <= 0) {
            return false;
        }
        bytesReceived += read;
        position = 0;
        limit = read;
        return true;
    }

    void markIdle() {
        idleSinceNanos = System.nanoTime();
    }

    boolean isIdleLongerThan(long nanos) {
        return System.nanoTime() - idleSinceNanos > nanos;
    }

    /** Whether the server closed, or sent something nobody asked for, while the connection was idle; takes 1 ms if not. */
    boolean isStale() {
        if (position < limit) {
            return true;
        }
        try {
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(1);
            try {
                fill();
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                socket.setSoTimeout(timeout);
            }
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing was promised about a connection that is given up
        }
    }
}
