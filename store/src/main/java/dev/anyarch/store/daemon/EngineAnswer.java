package dev.anyarch.store.daemon;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The head of an HTTP answer and the content after it, which ends with an exception rather than early. */
record EngineAnswer(int status, InputStream content) {
    private static final int MAX_HEAD = 64 * 1024;
    private static final int CONTINUE = 100;

    static EngineAnswer read(InputStream in) throws IOException {
        int budget = MAX_HEAD;
        while (true) {
            String first = line(in, budget);
            int status = status(first);
            long length = -1;
            boolean isChunked = false;
            for (String field = line(in, budget); !field.isEmpty(); field = line(in, budget)) {
                budget -= field.length();
                String lower = field.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = length(field);
                } else if (lower.startsWith("transfer-encoding:")) {
                    isChunked = lower.contains("chunked");
                }
            }
            if (status != CONTINUE) {
                boolean isEmpty = status == 204 || status == 304;
                return new EngineAnswer(status,
                        isChunked ? new Chunked(in) : isEmpty ? new Sized(in, 0) : new Sized(in, length));
            }
        }
    }

    private static long length(String field) throws IOException {
        try {
            return Long.parseLong(field.substring(field.indexOf(':') + 1).strip());
        } catch (NumberFormatException e) {
            throw new IOException("expected a length, found '%s'".formatted(field), e);
        }
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException(line.isEmpty()
                    ? "the connection was closed without an answer"
                    : "expected an answer in HTTP, found '%s'".formatted(line));
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static String line(InputStream in, int budget) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (line.isEmpty()) {
                    return "";
                }
                throw new EOFException("the connection was closed within the answer");
            }
            if (line.length() >= budget) {
                throw new IOException("the head of the answer is too long");
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    /** So many bytes, or all until the connection is closed when there are fewer than none. */
    private static final class Sized extends InputStream {
        private final InputStream in;
        private long left;

        Sized(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, left < 0 ? count : (int) Math.min(count, left));
            if (read < 0 && left > 0) {
                throw new EOFException("the answer ended %d bytes early".formatted(left));
            }
            left -= left < 0 ? 0 : read;
            return read;
        }
    }

    private static final class Chunked extends InputStream {
        private final InputStream in;
        private long left;
        private boolean isLast;

        Chunked(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (left == 0 && !isLast) {
                begin();
            }
            if (isLast) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(count, left));
            if (read < 0) {
                throw new EOFException("the answer ended within a part of it");
            }
            left -= read;
            if (left == 0) {
                line(in, 2);
            }
            return read;
        }

        private void begin() throws IOException {
            String size = line(in, MAX_HEAD).replaceFirst(";.*", "").strip();
            try {
                left = Long.parseLong(size, 16);
            } catch (NumberFormatException e) {
                throw new EOFException("the answer broke off: expected the size of its next part, found '%s'"
                        .formatted(new String(size.getBytes(StandardCharsets.UTF_8), StandardCharsets.US_ASCII)));
            }
            isLast = left == 0;
        }
    }
}
