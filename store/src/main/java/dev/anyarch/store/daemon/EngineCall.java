package dev.anyarch.store.daemon;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.UnavailableException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One request to an engine over a connection of its own, and its answer. For one thread.
 */
final class EngineCall implements Closeable {
    private static final int BUFFER = 128 * 1024;
    private static final int MAX_MESSAGE = 64 * 1024;

    private final EngineEndpoint endpoint;
    private final String subject;
    private final EngineConnection connection;
    private final InputStream in;
    private final OutputStream out;

    /** @param target path and query */
    EngineCall(EngineEndpoint endpoint, EngineSecurity security, String method, String target, boolean hasBody)
            throws IOException {
        this.endpoint = endpoint;
        this.subject = "%s %s".formatted(method, target.replaceFirst("\\?.*", ""));
        this.connection = EngineConnection.open(endpoint, security);
        this.in = new BufferedInputStream(connection.in(), BUFFER);
        this.out = new BufferedOutputStream(connection.out(), BUFFER);
        String body = hasBody
                ? "Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n"
                : "Content-Length: 0\r\n";
        out.write(
                "%s %s HTTP/1.1\r\nHost: docker\r\nUser-Agent: anyarch\r\nConnection: close\r\n%s\r\n".formatted(method,
                        target, method.equals("GET") ? "" : body).getBytes(StandardCharsets.ISO_8859_1));
        if (!hasBody) {
            out.flush();
        }
    }

    /** Where the body goes; closing it ends the body. */
    OutputStream body() {
        return new BufferedOutputStream(new Chunks(), BUFFER);
    }

    /**
     * The content of the answer.
     *
     * @throws NotFoundException when the engine has not what was asked for
     */
    InputStream answer() throws IOException {
        EngineAnswer answer;
        try {
            answer = EngineAnswer.read(in);
        } catch (IOException e) {
            throw new UnavailableException("%s at the container engine %s: %s".formatted(subject, endpoint,
                    e.getMessage()), e);
        }
        if (answer.status() >= 200 && answer.status() < 300) {
            return answer.content();
        }
        String message = "%s: the container engine at %s says: %s (%d)".formatted(subject, endpoint, message(answer),
                answer.status());
        throw switch (answer.status()) {
            case 404 -> new NotFoundException(message);
            case 401, 403 -> new DeniedException(message);
            default -> new UnavailableException(message);
        };
    }

    private static String message(EngineAnswer answer) {
        String text = received(answer.content()).strip();
        try {
            return new JsonFields(JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8), "answer"), "answer")
                    .string("message")
                    .orElse(text);
        } catch (InvalidContentException _) {
            return text;
        }
    }

    /** What came before the engine closed, which it may do rudely when it has not read all that was sent. */
    private static String received(InputStream content) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            for (int b = content.read(); b >= 0 && text.size() < MAX_MESSAGE; b = content.read()) {
                text.write(b);
            }
        } catch (IOException e) {
            // the words so far are better than none
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    /** A body whose length nobody knows before its end. */
    private final class Chunks extends OutputStream {
        private boolean isClosed;

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.write(bytes, offset, length);
                out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (!isClosed) {
                isClosed = true;
                out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        }
    }
}
