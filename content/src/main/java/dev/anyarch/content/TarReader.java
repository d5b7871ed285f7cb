package dev.anyarch.content;

import dev.anyarch.model.InvalidContentException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive from front to back: ustar, PAX with global headers, GNU long names and large numbers, and the old
 * V7 form. Sparse files are refused, because no engine reads them the same way. What is malformed is an
 * {@link InvalidContentException}; nothing but the current header is held in memory, and headers are bounded. For one
 * thread.
 *
 * <pre>{@code
 * for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
 *     use(next.get(), tar.content());
 * }
 * }</pre>
 */
public final class TarReader implements Closeable {
    /** The largest extended header or long name that is read, as in Go's reader, which the engines use. */
    static final int MAX_EXTENSION = 1024 * 1024;

    private final InputStream in;
    private final byte[] block = new byte[TarWriter.BLOCK];
    private PaxRecords global = PaxRecords.empty();
    private long position;
    private long remaining;
    private int padding;
    private long contentOffset;
    private boolean ended;
    private String current = "";

    public TarReader(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /**
     * The next entry; what was not read of the last one is skipped. Empty at the end of the archive, which does not read on
     * to the end of the stream.
     */
    public Optional<TarEntry> next() throws IOException {
        skipContent();
        TarExtensions extensions = new TarExtensions();
        while (!ended && readHeader()) {
            TarBlock header = new TarBlock(block, position - TarWriter.BLOCK);
            header.requireChecksum();
            switch (header.flag()) {
                case 'x' -> extensions.pax(PaxRecords.parse(extension(header)));
                case 'g' -> global = TarExtensions.checkedGlobal(PaxRecords.parse(extension(header))).over(global);
                case 'L' -> extensions.longName(extension(header));
                case 'K' -> extensions.longLink(extension(header));
                default -> {
                    TarEntry entry = extensions.apply(header, global);
                    remaining = entry.size();
                    padding = TarWriter.padding(remaining);
                    contentOffset = position;
                    current = entry.path();
                    return Optional.of(entry);
                }
            }
        }
        extensions.requireNone();
        return Optional.empty();
    }

    /** The content of the current entry; valid until {@link #next}. Closing it does nothing. */
    public InputStream content() {
        return new Content();
    }

    /** Where the content of the current entry begins, in bytes from the start of the archive. */
    public long contentOffset() {
        return contentOffset;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Whether a header was read; at the end of the archive there is none. */
    private boolean readHeader() throws IOException {
        int read = in.readNBytes(block, 0, block.length);
        position += read;
        if (read == block.length && !isZero(block)) {
            return true;
        }
        ended = true;
        if (read != 0 && read != block.length) {
            throw new InvalidContentException("tar, byte %d: expected a header of 512 bytes, found %d bytes"
                    .formatted(position - read, read));
        }
        // Go, which made most layers, ends without complaint where the stream ends in place of a header, so this is not
        // an error; content after one empty block is
        if (read == block.length) {
            read = in.readNBytes(block, 0, block.length);
            position += read;
            if (!isZero(block)) {
                throw new InvalidContentException(
                        "tar, byte %d: expected a second empty block, found something else".formatted(position - read));
            }
        }
        return false;
    }

    private byte[] extension(TarBlock header) throws IOException {
        long size = header.size();
        if (size > MAX_EXTENSION) {
            throw new InvalidContentException("tar, byte %d: extended header of %d bytes: expected at most %d"
                    .formatted(position - TarWriter.BLOCK, size, MAX_EXTENSION));
        }
        byte[] body = in.readNBytes((int) size);
        position += body.length;
        if (body.length < size) {
            throw new InvalidContentException("tar, byte %d: extended header: expected %d bytes, found %d"
                    .formatted(position, size, body.length));
        }
        current = "extended header";
        remaining = 0;
        padding = TarWriter.padding(size);
        skipContent();
        return body;
    }

    private void skipContent() throws IOException {
        long left = remaining;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped == 0) {
                if (in.read() < 0) {
                    throw truncated(left);
                }
                skipped = 1;
            }
            left -= skipped;
            position += skipped;
        }
        // umoci leaves out the padding of the last file, so a missing one is no error
        position += in.readNBytes(padding).length;
        remaining = 0;
        padding = 0;
    }

    private InvalidContentException truncated(long missing) {
        return new InvalidContentException(
                "tar entry '%s': the archive ends %d bytes early".formatted(current, missing));
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** A view on the rest of the current entry; it ends for good when the reader moves on. */
    private final class Content extends InputStream {
        private final long offset = contentOffset;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte @Nullable [] bytes, int start, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (remaining == 0 || offset != contentOffset) {
                return -1;
            }
            int read = in.read(bytes, start, (int) Math.min(length, remaining));
            if (read < 0) {
                throw truncated(remaining);
            }
            remaining -= read;
            position += read;
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            if (offset != contentOffset) {
                return 0;
            }
            long skipped = in.skip(Math.min(n, remaining));
            remaining -= skipped;
            position += skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return offset != contentOffset ? 0 : (int) Math.min(in.available(), remaining);
        }
    }
}
