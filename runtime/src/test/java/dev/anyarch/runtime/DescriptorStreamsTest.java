package dev.anyarch.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Their buffers are passed on when they are closed, and descriptors get their numbers again. */
class DescriptorStreamsTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        byte[] content = new byte[TransferBuffers.SIZE + 7];
        content[TransferBuffers.SIZE + 5] = 1;
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            try (OutputStream out = open.createFile("file")) {
                out.write(content);
            }
            try (InputStream in = open.openFile("file")) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
        }
    }

    @Test
    void whatIsClosedTouchesNobodysFile() throws IOException {
        byte[] text = "text".getBytes(StandardCharsets.US_ASCII);
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            OutputStream closed = open.createFile("one");
            closed.close();
            closed.close();
            try (OutputStream other = open.createFile("other")) {
                assertThatIOException().isThrownBy(() -> closed.write(text)).withMessageContaining("it is closed");
                other.write(text);
            }
            InputStream read = open.openFile("other");
            read.close();
            assertThatIOException().isThrownBy(read::read).withMessageContaining("it is closed");
        }
        assertThat(directory.resolve("one")).isEmptyFile();
        assertThat(directory.resolve("other")).hasBinaryContent(text);
    }
}
