package dev.anyarch.executables;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Watches one file stream by, from its first byte on, and says what it was. A file that is no executable costs the look at its
 * first eight bytes; of one that is, a few kilobytes are kept. No content makes it fail. For one thread.
 */
public final class ExecutableScan {
    private static final int MAGIC_LENGTH = 8;

    private final byte[] magic = new byte[MAGIC_LENGTH];
    private int magicLength;
    private Optional<FormatScan> format = Optional.empty();
    private boolean isDone;

    /** The next bytes of the file. */
    public void accept(byte[] bytes, int offset, int length) {
        if (isDone) {
            return;
        }
        int taken = Math.min(length, MAGIC_LENGTH - magicLength);
        if (taken > 0) {
            System.arraycopy(bytes, offset, magic, magicLength, taken);
            magicLength += taken;
            if (magicLength == MAGIC_LENGTH) {
                recognise();
            }
        }
        format.ifPresent(scan -> {
            if (length > taken) {
                scan.accept(bytes, offset + taken, length - taken);
            }
            isDone = scan.isDone();
        });
    }

    /** Whether what follows would change nothing. */
    public boolean isDone() {
        return isDone;
    }

    /** What the file was, once it has ended; of a file that was not read to its end, what is known so far. */
    public Optional<Executable> result() {
        if (magicLength < MAGIC_LENGTH && !isDone) {
            recognise();
        }
        return format.flatMap(FormatScan::result);
    }

    private void recognise() {
        format = Formats.recognise(magic, magicLength);
        format.ifPresent(scan -> scan.accept(magic, 0, magicLength));
        isDone = format.isEmpty();
    }

    /** The same bytes, looked at as they are read. */
    public InputStream observe(InputStream in) {
        return new Observed(in);
    }

    /**
     * Reads as much of a file as is needed.
     *
     * @param in from the first byte on; not closed
     * @param atMost where to stop when more would be needed
     */
    public static Optional<Executable> read(InputStream in, long atMost) throws IOException {
        ExecutableScan scan = new ExecutableScan();
        byte[] buffer = new byte[16 * 1024];
        long left = atMost;
        while (left > 0 && !scan.isDone()) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                break;
            }
            scan.accept(buffer, 0, read);
            left -= read;
        }
        return scan.result();
    }

    private final class Observed extends FilterInputStream {
        Observed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                accept(bytes, offset, read);
            }
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            byte[] discarded = new byte[Math.clamp(n, 0, 8192)];
            return Math.max(0, read(discarded, 0, discarded.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
