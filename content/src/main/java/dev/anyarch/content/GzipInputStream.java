package dev.anyarch.content;

import dev.anyarch.model.InvalidContentException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Expands gzip (RFC 1952) with all its members. The JDK's own stream asks {@code available()} whether another member
 * follows, so over a network it may end early without an error; this one reads until the end. For one thread.
 */
final class GzipInputStream extends FilterInputStream {
    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;
    private static final int MAX_TEXT = 64 * 1024;

    private final PushbackInputStream source;
    private final Inflater inflater = new Inflater(true);
    private final byte[] buffer = new byte[64 * 1024];
    private final CRC32 crc = new CRC32();
    private int filled;
    private boolean ended;
    private boolean closed;

    GzipInputStream(InputStream in) throws IOException {
        this(new PushbackInputStream(in, 64 * 1024));
    }

    private GzipInputStream(PushbackInputStream source) throws IOException {
        super(source);
        this.source = source;
        try {
            readHeader(nextByte());
        } catch (IOException e) {
            inflater.end();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("gzip: stream closed");
        }
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int expanded = inflate(bytes, offset, length);
            if (expanded > 0) {
                crc.update(bytes, offset, expanded);
                return expanded;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw new InvalidContentException("gzip: content needs a preset dictionary");
            } else {
                fill();
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws InvalidContentException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw new InvalidContentException("gzip: malformed content: " + e.getMessage(), e);
        }
    }

    private void fill() throws IOException {
        int read = source.read(buffer, 0, buffer.length);
        if (read < 0) {
            throw early();
        }
        filled = read;
        inflater.setInput(buffer, 0, read);
    }

    private void endMember() throws IOException {
        int unused = inflater.getRemaining();
        source.unread(buffer, filled - unused, unused);
        long foundCrc = littleEndian32();
        long foundSize = littleEndian32();
        long size = inflater.getBytesWritten() & 0xffffffffL;
        if (foundCrc != crc.getValue() || foundSize != size) {
            throw new InvalidContentException("gzip: content mismatch: expected CRC %08x and size %d, found %08x and %d"
                    .formatted(foundCrc, foundSize, crc.getValue(), size));
        }
        inflater.reset();
        crc.reset();
        filled = 0;
        int next = source.read();
        // tapes and some tools pad with zeros
        while (next == 0) {
            next = source.read();
        }
        if (next < 0) {
            ended = true;
        } else {
            readHeader(next);
        }
    }

    private void readHeader(int first) throws IOException {
        if (first != 0x1f || nextByte() != 0x8b || nextByte() != 8) {
            throw new InvalidContentException("gzip: expected the start of a member (1f 8b 08), found something else");
        }
        int flags = nextByte();
        skipBytes(6);
        if ((flags & FEXTRA) != 0) {
            skipBytes(nextByte() | nextByte() << 8);
        }
        if ((flags & FNAME) != 0) {
            skipText();
        }
        if ((flags & FCOMMENT) != 0) {
            skipText();
        }
        if ((flags & FHCRC) != 0) {
            skipBytes(2);
        }
    }

    private void skipBytes(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            nextByte();
        }
    }

    private void skipText() throws IOException {
        for (int i = 0; nextByte() != 0; i++) {
            if (i > MAX_TEXT) {
                throw new InvalidContentException("gzip: header text: expected at most %d bytes".formatted(MAX_TEXT));
            }
        }
    }

    private long littleEndian32() throws IOException {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value |= (long) nextByte() << (8 * i);
        }
        return value;
    }

    private int nextByte() throws IOException {
        int b = source.read();
        if (b < 0) {
            throw early();
        }
        return b;
    }

    private static InvalidContentException early() {
        return new InvalidContentException("gzip: the content ends early");
    }

    @Override
    public long skip(long n) throws IOException {
        byte[] discarded = new byte[Math.clamp(n, 0, 8192)];
        return Math.max(0, read(discarded, 0, discarded.length));
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            inflater.end();
            super.close();
        }
    }
}
