package dev.anyarch.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParallelGzipOutputStreamTest {
    private static final int BLOCK = ParallelGzipOutputStream.BLOCK;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 5 * BLOCK + 17})
    void everyNumberOfThreadsGivesTheSameBytes(int size) throws IOException {
        byte[] content = text(size);
        byte[] one = compress(content, 1, size + 1);
        assertThat(expand(one)).isEqualTo(content);
        for (int threads = 2; threads <= 5; threads++) {
            assertThat(compress(content, threads, 7919)).isEqualTo(one);
        }
    }

    @Test
    void contentThatCannotBeCompressedSurvives() throws IOException {
        byte[] content = new byte[3 * BLOCK + 5];
        new Random(1).nextBytes(content);
        assertThat(expand(compress(content, 3, 4096))).isEqualTo(content);
    }

    @Test
    void flushingDoesNotChangeTheBytes() throws IOException {
        byte[] content = text(3 * BLOCK);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new ParallelGzipOutputStream(out, 6, 2)) {
            for (int at = 0; at < content.length; at += BLOCK / 2) {
                gzip.write(content, at, BLOCK / 2);
                gzip.flush();
            }
        }
        assertThat(out.toByteArray()).isEqualTo(compress(content, 1, content.length));
    }

    @Test
    void levelsTradeTimeForSize() throws IOException {
        byte[] content = text(BLOCK);
        ByteArrayOutputStream fast = new ByteArrayOutputStream();
        try (OutputStream gzip = new ParallelGzipOutputStream(fast, 1)) {
            gzip.write(content);
        }
        assertThat(fast.size()).isGreaterThan(compress(content, 1, BLOCK).length);
        assertThat(expand(fast.toByteArray())).isEqualTo(content);
        assertThatThrownBy(() -> new ParallelGzipOutputStream(fast, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFullSinkIsReportedAndTheStreamStaysBroken() {
        FullSink sink = new FullSink(BLOCK / 4);
        ParallelGzipOutputStream gzip = new ParallelGzipOutputStream(sink, 6, 4);
        byte[] content = new byte[20 * BLOCK];
        new Random(2).nextBytes(content);
        assertThatThrownBy(() -> gzip.write(content)).hasMessage("no space left");
        assertThatThrownBy(() -> gzip.write(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(gzip::flush).isInstanceOf(IOException.class);
        assertThat(catchThrowable(gzip::close)).isNull();
        assertThat(sink.closed).isTrue();
        assertThat(sink.written).as("no end is written after a failure").isLessThan(BLOCK / 4);
    }

    @Test
    void memoryIsBoundedByTheWindow() throws IOException {
        long[] longestQueue = {0};
        long[] fed = {0};
        long[] received = {0};
        OutputStream sink = new OutputStream() {
            @Override
            public void write(int b) {
                received[0]++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                received[0] += length;
            }
        };
        byte[] noise = new byte[BLOCK];
        new Random(3).nextBytes(noise);
        try (OutputStream gzip = new ParallelGzipOutputStream(sink, 1, 4)) {
            for (int i = 0; i < 200; i++) {
                gzip.write(noise);
                fed[0] += BLOCK;
                longestQueue[0] = Math.max(longestQueue[0], fed[0] - received[0]);
            }
        }
        assertThat(longestQueue[0]).isLessThan(8L * BLOCK);
    }

    private static byte[] compress(byte[] content, int threads, int step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new ParallelGzipOutputStream(out, 6, threads)) {
            for (int at = 0; at < content.length; at += step) {
                gzip.write(content, at, Math.min(step, content.length - at));
            }
        }
        return out.toByteArray();
    }

    private static byte[] expand(byte[] compressed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        }
    }

    /** Words that compress, but not to nothing. */
    static byte[] text(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) "etaoin shrdlu".charAt(random.nextInt(13));
        }
        return bytes;
    }

    private static final class FullSink extends OutputStream {
        private final int capacity;
        private int written;
        private boolean closed;

        FullSink(int capacity) {
            this.capacity = capacity;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[1], 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (written + length > capacity) {
                throw new IOException("no space left");
            }
            written += length;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
