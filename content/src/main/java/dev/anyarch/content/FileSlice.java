package dev.anyarch.content;

import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A part of a file as a stream; a file that ends before the part does is an error, not an end. For one thread. */
public final class FileSlice extends InputStream {
    private final Path file;
    private final FileChannel channel;
    private final long end;
    private long position;

    private FileSlice(Path file, FileChannel channel, long offset, long length) {
        this.file = file;
        this.channel = channel;
        this.position = offset;
        this.end = offset + length;
    }

    /** Opens {@code length} bytes of {@code file} from {@code offset}. */
    public static FileSlice open(Path file, long offset, long length) throws IOException {
        return new FileSlice(file, FileChannel.open(file, StandardOpenOption.READ), offset, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == end) {
            return -1;
        }
        int wanted = (int) Math.min(length, end - position);
        int read = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
        if (read < 0) {
            throw new InvalidContentException("read %s: expected %d bytes more at byte %d, found the end of the file"
                    .formatted(file, end - position, position));
        }
        position += read;
        return read;
    }

    @Override
    public long skip(long n) {
        long skipped = Math.clamp(n, 0, end - position);
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(end - position, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
