package dev.anyarch.content;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes gzip, one member, on several processors. Content is cut into blocks of a fixed size; each is compressed alone,
 * with the end of the block before it as dictionary, so the bytes are the same for any number of threads and hardly more
 * than those of a single one. A few blocks are on their way at a time: memory does not grow with the content.
 *
 * <p>For one writing thread; when {@link #close} has returned, normally or not, nothing runs any more.
 */
public final class ParallelGzipOutputStream extends OutputStream {
    static final int BLOCK = 128 * 1024;

    private static final int MAX_THREADS = 8;

    private final OutputStream out;
    private final int level;
    private final int window;
    private final Queue<FutureTask<byte[]>> pending = new ArrayDeque<>();
    private final Queue<Deflater> idle = new ConcurrentLinkedQueue<>();
    private final CRC32 crc = new CRC32();
    private byte[] previous = {};
    private byte[] block = new byte[BLOCK];
    private int filled;
    private long size;
    private boolean started;
    private boolean failed;
    private boolean closed;

    /**
     * @param level 1 (fast) to 9 (small)
     */
    public ParallelGzipOutputStream(OutputStream out, int level) {
        this(out, level, Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS));
    }

    ParallelGzipOutputStream(OutputStream out, int level, int threads) {
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("gzip level %d: expected 1 to 9".formatted(level));
        }
        this.out = out;
        this.level = level;
        this.window = threads == 1 ? 1 : threads + 1;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        requireUsable();
        crc.update(bytes, offset, length);
        size += length;
        int at = offset;
        int left = length;
        while (left > 0) {
            // a full block waits for one more byte, because only then is it known not to be the last
            if (filled == BLOCK) {
                compressBlock(false);
            }
            int copied = Math.min(left, BLOCK - filled);
            System.arraycopy(bytes, at, block, filled, copied);
            filled += copied;
            at += copied;
            left -= copied;
        }
    }

    /** Passes on what is compressed; the block being filled stays, because its size is fixed. */
    @Override
    public void flush() throws IOException {
        requireUsable();
        while (!pending.isEmpty()) {
            writeOldest();
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try (out) {
            if (!failed) {
                compressBlock(true);
                while (!pending.isEmpty()) {
                    writeOldest();
                }
                writeTrailer();
            }
        } finally {
            closed = true;
            release();
        }
    }

    private void requireUsable() throws IOException {
        if (closed || failed) {
            throw new IOException("gzip: write after " + (closed ? "close" : "a failure"));
        }
    }

    private void compressBlock(boolean last) throws IOException {
        GzipBlock task = new GzipBlock(previous, block, filled, last);
        FutureTask<byte[]> future = new FutureTask<>(() -> compress(task));
        pending.add(future);
        if (window == 1 || (last && !started && pending.size() == 1)) {
            future.run();
        } else {
            Thread.ofVirtual().name("gzip").start(future);
        }
        previous = block;
        block = last ? previous : new byte[BLOCK];
        filled = 0;
        while (pending.size() >= window) {
            writeOldest();
        }
    }

    private byte[] compress(GzipBlock task) {
        Deflater deflater = idle.poll();
        if (deflater == null) {
            deflater = new Deflater(level, true);
        }
        try {
            return task.compress(deflater);
        } finally {
            deflater.reset();
            idle.add(deflater);
        }
    }

    private void writeOldest() throws IOException {
        boolean done = false;
        try {
            byte[] compressed = pending.element().get();
            pending.remove();
            if (!started) {
                started = true;
                writeHeader();
            }
            out.write(compressed);
            done = true;
        } catch (ExecutionException e) {
            throw new IOException("gzip: compressing failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("gzip: interrupted while compressing");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            failed |= !done;
        }
    }

    /** RFC 1952: no name, no time, the level as flags, an unknown operating system. */
    private void writeHeader() throws IOException {
        int flags = level == 9 ? 2 : level == 1 ? 4 : 0;
        out.write(new byte[]{0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, (byte) flags, (byte) 0xff});
    }

    private void writeTrailer() throws IOException {
        byte[] trailer = new byte[8];
        for (int i = 0; i < 4; i++) {
            trailer[i] = (byte) (crc.getValue() >>> (8 * i));
            trailer[4 + i] = (byte) (size >>> (8 * i));
        }
        out.write(trailer);
    }

    private void release() {
        boolean interrupted = false;
        while (!pending.isEmpty()) {
            try {
                pending.element().get();
                pending.remove();
            } catch (ExecutionException e) {
                pending.remove();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        idle.forEach(Deflater::end);
        idle.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
