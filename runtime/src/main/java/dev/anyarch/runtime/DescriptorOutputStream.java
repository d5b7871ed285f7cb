package dev.anyarch.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Writes a new file; blocks of zeros become holes. For one thread. */
final class DescriptorOutputStream extends OutputStream {
    private static final int SEEK_CURRENT = 1;

    private final int descriptor;
    private final String name;
    private final MemorySegment buffer = TransferBuffers.take();
    private long size;
    private boolean endsWithHole;
    private boolean closed;

    DescriptorOutputStream(int descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("write %s: it is closed".formatted(name));
        }
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int part = Math.min(end - at, TransferBuffers.SIZE);
            if (isHole(bytes, at, part)) {
                OpenDirectory.check((int) Math.min(0, Libc.callLong("lseek", descriptor, part, SEEK_CURRENT)), "write",
                        name);
                endsWithHole = true;
            } else {
                MemorySegment.copy(bytes, at, buffer, ValueLayout.JAVA_BYTE, 0, part);
                int written = 0;
                while (written < part) {
                    long result = Libc.callLong("write", descriptor, buffer.address() + written, part - written);
                    written += OpenDirectory.check((int) result, "write", name);
                }
                endsWithHole = false;
            }
            size += part;
            at += part;
        }
    }

    /** Small runs are not worth a hole. */
    private static boolean isHole(byte[] bytes, int offset, int length) {
        if (length < 4096) {
            return false;
        }
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        TransferBuffers.giveBack(buffer);
        int result = endsWithHole ? Libc.call("ftruncate", descriptor, size) : 0;
        int closing = Libc.call("close", descriptor);
        OpenDirectory.check(result < 0 ? result : closing, "write", name);
    }
}
