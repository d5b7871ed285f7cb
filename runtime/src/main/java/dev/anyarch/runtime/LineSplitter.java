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
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                emit();
            } else {
                line.write(bytes[i]);
                if (line.size() == LONGEST) {
                    emit();
                }
            }
        }
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
