package dev.anyarch.store.layout;

import dev.anyarch.content.FileSlice;
import dev.anyarch.content.NamedOutputStream;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/** A layout's directory. Files appear in it complete and synced to disk, by renaming. Safe for use by several threads. */
final class LayoutDirectory implements LayoutFiles {
    private static final String TEMPORARY = ".anyarch-";
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path root;

    LayoutDirectory(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Files.readAttributes(file, BasicFileAttributes.class).size());
    }

    @Override
    public InputStream open(String name, long offset, long length) throws IOException {
        return FileSlice.open(root.resolve(name), offset, length);
    }

    /** A new file that no reader of layouts looks at. */
    Path newTemporary() {
        return root.resolve(TEMPORARY + UUID.randomUUID());
    }

    /** Writes a small file all at once. */
    void write(String name, byte[] bytes) throws IOException {
        Path temporary = newTemporary();
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
            publish(temporary, name);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw NamedOutputStream.named(root.resolve(name), e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** As {@link #write}, unless there is such a file, even if it appears at this moment. */
    void writeNew(String name, byte[] bytes) throws IOException {
        Path target = root.resolve(name);
        if (Files.exists(target)) {
            return;
        }
        Path temporary = newTemporary();
        try {
            Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
            Files.createLink(target, temporary);
            sync(root);
        } catch (FileAlreadyExistsException e) {
            // another process was first, and its content is the same
            return;
        } catch (UnsupportedOperationException e) {
            // a file system without hard links
            write(name, bytes);
        } catch (IOException e) {
            throw NamedOutputStream.named(target, e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    void writeBlob(Digest digest, byte[] bytes) throws IOException {
        if (size(LayoutSource.blobName(digest)).orElse(-1) != bytes.length) {
            write(LayoutSource.blobName(digest), bytes);
        }
    }

    /** Moves a synced temporary file to its name, and syncs that. */
    void publish(Path temporary, String name) throws IOException {
        Path target = root.resolve(name);
        Path directory = target.resolveSibling(".").normalize();
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            sync(directory.resolveSibling(".").normalize());
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(directory);
    }

    boolean deleteBlob(Digest digest) throws IOException {
        return Files.deleteIfExists(root.resolve(LayoutSource.blobName(digest)));
    }

    /** Removes what processes left that were killed in the middle of an upload. */
    void deleteAbandoned() throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root, TEMPORARY + "*")) {
            for (Path file : files) {
                if (isOlder(file, limit)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOlder(Path file, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (NoSuchFileException e) {
            // somebody's upload ended meanwhile
            return false;
        }
    }

    /** The digest of a file by another algorithm than the one that ran while it was written. */
    static Digest digest(Path file, Digest like) throws IOException {
        MessageDigest computation = like.algorithm().newMessageDigest();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                computation.update(buffer, 0, read);
            }
        }
        return Digest.finish(like.algorithm(), computation);
    }

    static void requireSame(Digest expected, Digest actual, long size, String location)
            throws InvalidContentException {
        if (!actual.equals(expected)) {
            throw new InvalidContentException("upload blob to %s: digest mismatch: expected %s, received %s (%d bytes)"
                    .formatted(location, expected, actual, size));
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
