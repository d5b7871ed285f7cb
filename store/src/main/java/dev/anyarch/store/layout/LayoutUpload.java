package dev.anyarch.store.layout;

import dev.anyarch.content.NamedOutputStream;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.store.BlobUpload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A blob on its way into a layout's directory, in a temporary file beside the others. For one thread. */
final class LayoutUpload implements BlobUpload {
    private final LayoutDirectory directory;
    private final String location;
    private final DigestAlgorithm algorithm;
    private final MessageDigest computation;
    private final Path temporary;
    private final FileChannel channel;
    private long written;

    LayoutUpload(LayoutDirectory directory, String location, DigestAlgorithm algorithm) throws IOException {
        this.directory = directory;
        this.location = location;
        this.algorithm = algorithm;
        this.computation = algorithm.newMessageDigest();
        this.temporary = directory.newTemporary();
        this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw NamedOutputStream.named(temporary, e);
        }
        computation.update(bytes, offset, length);
        written += length;
    }

    @Override
    public long written() {
        return written;
    }

    @Override
    public void commit(Digest digest) throws IOException {
        if (!channel.isOpen()) {
            throw new IOException("upload blob to %s: the upload is over".formatted(location));
        }
        try (this) {
            Digest actual = digest.algorithm() == algorithm
                    ? Digest.finish(algorithm, computation)
                    : LayoutDirectory.digest(temporary, digest);
            LayoutDirectory.requireSame(digest, actual, written, location);
            channel.force(true);
            directory.publish(temporary, LayoutSource.blobName(digest));
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try (channel) {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
