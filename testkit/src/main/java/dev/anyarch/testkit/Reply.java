package dev.anyarch.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link ScriptedRegistry} answers, in as broken a way as a test wants.
 *
 * @param status and the words after it
 * @param headers as lines, without {@code Content-Length}
 * @param content of the body; not to be changed
 * @param flaws what is wrong with how it is sent
 */
public record Reply(String status, List<String> headers, Content content, Flaws flaws) {

    /**
     * Bytes that repeat: a body of any length without the memory for it.
     *
     * @param length of the whole
     */
    public record Content(List<Byte> pattern, long length) {
        static Content of(byte[] bytes) {
            List<Byte> pattern = new ArrayList<>(bytes.length);
            for (byte b : bytes) {
                pattern.add(b);
            }
            return new Content(pattern, bytes.length);
        }

        byte[] slice(long offset, int count) {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = pattern.get((int) ((offset + i) % pattern.size()));
            }
            return bytes;
        }
    }

    /**
     * What is wrong with an answer.
     *
     * @param announced the {@code Content-Length} to send; negative for the true one
     * @param cutAfter how many bytes of the body are sent before the connection is cut; negative for all
     * @param chunked whether the body goes out in chunks
     * @param pause before each piece of the body
     * @param withoutReading whether the answer comes before the body of the request was read, and closes
     * @param readingOnly how many bytes of the request's body are read before the connection is cut without any answer;
     *        negative when all are read
     */
    public record Flaws(long announced, long cutAfter, boolean chunked, Duration pause, boolean withoutReading,
            long readingOnly) {
        static final Flaws NONE = new Flaws(-1, -1, false, Duration.ZERO, false, -1);
    }

    public Reply {
        headers = List.copyOf(headers);
    }

    /** An answer without a body. */
    public static Reply of(int status) {
        return new Reply(status + " Scripted", List.of(), Content.of(new byte[0]), Flaws.NONE);
    }

    public Reply header(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new Reply(status, more, content, flaws);
    }

    public Reply body(byte[] bytes) {
        return new Reply(status, headers, Content.of(bytes), flaws);
    }

    public Reply body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public Reply json(String text) {
        return header("Content-Type", "application/json").body(text);
    }

    /** A body of one byte many times over. */
    public Reply zeros(long length) {
        return new Reply(status, headers, new Content(List.of((byte) 0), length), flaws);
    }

    /** Announces a length that is not that of the body. */
    public Reply announcing(long length) {
        return with(new Flaws(length, flaws.cutAfter, flaws.chunked, flaws.pause, flaws.withoutReading,
                flaws.readingOnly));
    }

    /** Cuts the connection after so many bytes of the body. */
    public Reply cutAfter(long bytes) {
        return with(new Flaws(flaws.announced, bytes, flaws.chunked, flaws.pause, flaws.withoutReading,
                flaws.readingOnly));
    }

    public Reply chunked() {
        return with(new Flaws(flaws.announced, flaws.cutAfter, true, flaws.pause, flaws.withoutReading,
                flaws.readingOnly));
    }

    /** Waits before each piece of the body. */
    public Reply slowly(Duration pause) {
        return with(new Flaws(flaws.announced, flaws.cutAfter, flaws.chunked, pause, flaws.withoutReading,
                flaws.readingOnly));
    }

    /** Answers before the body of the request was read, and closes. */
    public Reply withoutReading() {
        return with(new Flaws(flaws.announced, flaws.cutAfter, flaws.chunked, flaws.pause, true,
                flaws.readingOnly));
    }

    /** No answer at all: the connection is cut after so many bytes of the request's body. */
    public static Reply cutAtBody(long bytes) {
        return of(0).with(new Flaws(-1, -1, false, Duration.ZERO, false, bytes));
    }

    private Reply with(Flaws newFlaws) {
        return new Reply(status, headers, content, newFlaws);
    }

    byte[] head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (flaws.chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else {
            head.append("Content-Length: ")
                    .append(flaws.announced < 0 ? content.length : flaws.announced)
                    .append(
                            "\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
