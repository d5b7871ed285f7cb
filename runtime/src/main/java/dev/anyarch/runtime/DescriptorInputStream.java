package dev.anyarch.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a file that is held open. For one thread at a time. */
final class DescriptorInputStream extends InputStream {
    private final int descriptor;
    private final String name;
    private final MemorySegment buffer = TransferBuffers.take();
    private boolean closed;

    DescriptorInputStream(int descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte @Nullable [] bytes, int offset, int length) throws IOException {
        byte[] target = Objects.requireNonNull(bytes);
        if (closed) {
            throw new IOException("read %s: it is closed".formatted(name));
        }
        if (length == 0) {
            return 0;
        }
        int read = OpenDirectory.check(
                (int) Libc.callLong("read", descriptor, buffer.address(), Math.min(length, TransferBuffers.SIZE)),
                "read", name);
        if (read == 0) {
            return -1;
        }
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, target, offset, read);
        return read;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            TransferBuffers.giveBack(buffer);
            Libc.call("close", descriptor);
        }
    }
}
