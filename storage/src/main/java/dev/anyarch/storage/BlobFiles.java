package dev.anyarch.storage;

import dev.anyarch.model.Digest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The files below {@code blobs/}, named by their digests. A file here is complete; whether it counts is for the rows to
 * say. Safe for use by several threads.
 */
final class BlobFiles {
    private final Path directory;
    private final Durability durability;

    BlobFiles(Path directory, Durability durability) {
        this.directory = directory;
        this.durability = durability;
    }

    Path file(Digest digest) {
        return directory.resolve(digest.algorithm().id())
                .resolve(digest.encoded().substring(0, 2))
                .resolve(digest.encoded());
    }

    /** Whether the blob's file is there with all its bytes. */
    boolean has(Digest digest, long size) throws IOException {
        try {
            return Files.size(file(digest)) == size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Gives a synced file that has this digest its place; durable when this returns. The file keeps the name that it had,
     * so that this can be done once more when somebody deletes the blob at the same time.
     */
    void adopt(Path data, Digest digest) throws IOException {
        Path second = data.resolveSibling("blob");
        try {
            Files.createLink(second, data);
        } catch (FileAlreadyExistsException e) {
            // from the time before: moving a file over itself does nothing
        } catch (UnsupportedOperationException | FileSystemException e) {
            // this file system knows one name for a file
            second = data;
        }
        durability.move(second, file(digest));
    }

    void delete(Digest digest) throws IOException {
        Files.deleteIfExists(file(digest));
    }
}
