package dev.anyarch.storage;

import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.store.UnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The data of an upload while it is being written, hashed as it arrives. For one thread. */
final class UploadFile implements Closeable {
    private static final int READ_SIZE = 256 * 1024;

    private final ExclusiveFile file;
    private final DigestAlgorithm algorithm;
    private final MessageDigest computation;
    private long length;

    private UploadFile(ExclusiveFile file, Prefix prefix) {
        this.file = file;
        this.algorithm = prefix.algorithm();
        this.computation = prefix.computation();
        this.length = prefix.length();
    }

    /** How far the hash of a file has come. */
    record Prefix(DigestAlgorithm algorithm, MessageDigest computation, long length) {}

    /**
     * Opens the file to go on at its end.
     *
     * @param known the hash of its first bytes, when that is still known; otherwise they are read once more
     * @throws UnavailableException when somebody else is writing it
     */
    static UploadFile open(Path path, DigestAlgorithm algorithm, @Nullable Prefix known) throws IOException {
        ExclusiveFile file = ExclusiveFile.open(path);
        try {
            if (known != null && known.length() == file.channel().size()) {
                return new UploadFile(file, known);
            }
            return new UploadFile(file, hash(file.channel(), algorithm));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    long length() {
        return length;
    }

    Prefix prefix() {
        return new Prefix(algorithm, computation, length);
    }

    /** Appends; when that fails, for want of space, what was there before is there still and nothing more. */
    void append(byte[] bytes, int offset, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
        try {
            long position = length;
            while (buffer.hasRemaining()) {
                position += file.channel().write(buffer, position);
            }
        } catch (IOException e) {
            truncate(e);
            throw e;
        }
        computation.update(bytes, offset, count);
        length += count;
    }

    /** The digest of everything, which ends the writing; only another algorithm than planned needs reading it again. */
    Digest finish(DigestAlgorithm wanted) throws IOException {
        MessageDigest finished = wanted == algorithm ? computation : hash(file.channel(), wanted).computation();
        return Digest.finish(wanted, finished);
    }

    void sync() throws IOException {
        file.channel().force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void truncate(IOException reason) {
        try {
            file.channel().truncate(length);
        } catch (IOException e) {
            // what is there too much came from the client, and whoever goes on begins after it
            reason.addSuppressed(e);
        }
    }

    private static Prefix hash(FileChannel channel, DigestAlgorithm algorithm) throws IOException {
        MessageDigest computation = algorithm.newMessageDigest();
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        long position = 0;
        for (int read = channel.read(buffer, position); read >= 0; read = channel.read(buffer, position)) {
            position += read;
            computation.update(buffer.flip());
            buffer.clear();
        }
        return new Prefix(algorithm, computation, position);
    }
}
