package dev.anyarch.content;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes a tar archive: POSIX ustar, with a PAX header in front of what ustar cannot say. The same entries give the same
 * bytes everywhere: no user and group names, whole seconds, no times but mtime, PAX records in the order of their names.
 * For one thread.
 */
public final class TarWriter implements Closeable {
    static final int BLOCK = 512;

    private static final byte[] PADDING = new byte[BLOCK];

    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private boolean finished;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Adds an entry without content. */
    public void add(TarEntry entry) throws IOException {
        add(entry, InputStream.nullInputStream());
    }

    /**
     * Adds an entry; {@code content} is read to its end and not closed.
     *
     * @throws IOException when the content has not exactly the entry's size; the archive is broken then
     */
    public void add(TarEntry entry, InputStream content) throws IOException {
        if (finished) {
            throw new IllegalStateException("tar entry '%s': the archive is finished".formatted(entry.path()));
        }
        out.write(TarHeader.encode(entry));
        long copied = 0;
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            copied += read;
            if (copied > entry.size()) {
                break;
            }
            out.write(buffer, 0, read);
        }
        if (copied != entry.size()) {
            throw new IOException("write tar entry '%s': expected %d bytes, found %s; did the file change?"
                    .formatted(entry.path(), entry.size(), copied > entry.size() ? "more" : Long.toString(copied)));
        }
        out.write(PADDING, 0, padding(copied));
    }

    /** Ends the archive and leaves the stream below open. */
    public void finish() throws IOException {
        if (!finished) {
            finished = true;
            out.write(new byte[2 * BLOCK]);
        }
    }

    /** Ends the archive and closes the stream below. */
    @Override
    public void close() throws IOException {
        try (out) {
            finish();
        }
    }

    /** The bytes from the end of content of {@code size} to the next block. */
    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }
}
