package dev.anyarch.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Makes lines of what a program prints. A carriage return in a line begins it anew, as on a terminal. For one thread. */
final class LineSplitter {
    private static final int LONGEST = 16 * 1024;

    private final OutputListener listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineSplitter(OutputListener listener) {
        this.listener = listener;
    }

    void add(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            boolean isEnd = bytes[i] == '\n';
            if (isEnd || line.size() + i + 1 - start == LONGEST) {
                line.write(bytes, start, i - start + (isEnd ? 0 : 1));
                start = i + 1;
                emit();
            }
        }
        line.write(bytes, start, length - start);
    }

    void finish() {
        if (line.size() > 0) {
            emit();
        }
    }

    private void emit() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        String whole = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        listener.line(whole.substring(whole.lastIndexOf('\r') + 1));
    }
}
