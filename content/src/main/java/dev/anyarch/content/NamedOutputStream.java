package dev.anyarch.content;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a file and names it when that fails: the runtime says "No space left on device" alone, and not which one. For one
 * thread.
 */
public final class NamedOutputStream extends FilterOutputStream {
    private final Path file;

    private NamedOutputStream(Path file, OutputStream out) {
        super(out);
        this.file = file;
    }

    /** Opens a file, which is made or emptied. */
    public static OutputStream open(Path file) throws IOException {
        return new NamedOutputStream(file, Files.newOutputStream(file));
    }

    /** A failure at {@code file} as one that says so. */
    public static FileSystemException named(Path file, IOException failure) {
        if (failure instanceof FileSystemException named) {
            return named;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw named(file, e);
        }
    }
}
