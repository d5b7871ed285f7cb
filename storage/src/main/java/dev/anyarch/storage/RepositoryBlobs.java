package dev.anyarch.storage;

import dev.anyarch.model.Digest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The blobs of one repository: files and rows together. A row is only ever made while its file is there, and a file is only
 * removed, in a transaction of its own, while no row names it; transactions exclude each other, so a push and the deletion
 * of the same blob cannot end with a row that has no file. Safe for use by several threads.
 */
final class RepositoryBlobs {
    /** A blob that was asked for is marked as wanted, but not at every question. */
    private static final Duration BETWEEN_TOUCHES = Duration.ofHours(1);

    private final Storage storage;
    private final Database database;
    private final RepositoryName name;

    RepositoryBlobs(Storage storage, RepositoryName name) {
        this.storage = storage;
        this.database = storage.database();
        this.name = name;
    }

    String location() {
        return "store:" + name;
    }

    Optional<StoredBlob> find(Digest digest) throws IOException {
        return known(digest).map(known -> new StoredBlob(digest, known.size(), storage.blobs().file(digest)));
    }

    boolean has(Digest digest) throws IOException {
        Optional<BlobTable.Known> known = known(digest);
        long now = storage.now();
        if (known.isPresent() && known.get().touchedAt() < now - BETWEEN_TOUCHES.toMillis()) {
            return database.write("touch blob " + digest, session -> {
                BlobTable.touch(session, known.get().id(), now);
                return BlobTable.find(session, name, digest).isPresent();
            });
        }
        return known.isPresent();
    }

    InputStream open(Digest digest) throws IOException {
        return Channels.newInputStream(openChannel(digest));
    }

    InputStream open(Digest digest, long offset, long length) throws IOException {
        FileChannel channel = openChannel(digest);
        try {
            return new RangeInputStream(Channels.newInputStream(channel.position(offset)), length,
                    "%s: blob %s".formatted(location(), digest));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Makes uploaded data a blob of this repository.
     *
     * @param digest which the data is known to have
     */
    void commit(Digest digest, UploadFile data, String upload) throws IOException {
        if (!isStored(digest, data.length())) {
            adopt(digest, data, upload);
        }
        database.write("commit blob %s in %s".formatted(digest, name), session -> {
            if (!storage.blobs().has(digest, data.length())) {
                // somebody has deleted it since, which cannot happen in here
                adopt(digest, data, upload);
            }
            long now = storage.now();
            long blob = BlobTable.put(session, digest, data.length(), now);
            BlobTable.link(session, RepositoryTable.require(session, name, now), blob, now);
            return true;
        });
    }

    private void adopt(Digest digest, UploadFile data, String upload) throws IOException {
        data.sync();
        storage.uploads().seal(upload);
        storage.blobs().adopt(storage.uploads().data(upload), digest);
    }

    boolean mount(Digest digest, Optional<RepositoryName> from) throws IOException {
        return database.write("mount blob %s in %s".formatted(digest, name), session -> {
            Optional<BlobTable.Known> known = from.isPresent()
                    ? BlobTable.find(session, from.get(), digest)
                    : BlobTable.find(session, digest);
            if (known.isEmpty()) {
                return false;
            }
            long now = storage.now();
            BlobTable.touch(session, known.get().id(), now);
            BlobTable.link(session, RepositoryTable.require(session, name, now), known.get().id(), now);
            return true;
        });
    }

    boolean delete(Digest digest) throws IOException {
        return delete(digest, Long.MAX_VALUE);
    }

    /** Deletes it, if nobody has used it since {@code before}. */
    boolean delete(Digest digest, long before) throws IOException {
        Deletion deletion = database.write("delete blob %s of %s".formatted(digest, name), session -> {
            Optional<BlobTable.Known> known = BlobTable.find(session, name, digest);
            if (known.isEmpty() || known.get().touchedAt() >= before) {
                return Deletion.ABSENT;
            }
            Optional<String> parent = ManifestTable.findParent(session,
                    RepositoryTable.require(session, name, storage.now()), digest);
            if (parent.isPresent()) {
                throw new DeniedException("%s: blob %s: manifest %s needs it; delete that first".formatted(location(),
                        digest, parent.get()));
            }
            BlobTable.unlink(session, name, known.get().id());
            return BlobTable.deleteUnlinked(session, known.get().id()) ? Deletion.LAST : Deletion.HERE;
        });
        if (deletion == Deletion.LAST) {
            deleteFile(digest);
        }
        return deletion != Deletion.ABSENT;
    }

    private enum Deletion {
        ABSENT, HERE, LAST
    }

    /** Only after the deletion of the row is committed: until then the file must be there. */
    private void deleteFile(Digest digest) throws IOException {
        database.write("delete the file of blob " + digest, session -> {
            if (BlobTable.find(session, digest).isEmpty()) {
                storage.blobs().delete(digest);
            }
            return true;
        });
    }

    private boolean isStored(Digest digest, long size) throws IOException {
        return database.read("find blob " + digest, session -> BlobTable.find(session, digest)).isPresent()
                && storage.blobs().has(digest, size);
    }

    private Optional<BlobTable.Known> known(Digest digest) throws IOException {
        return database.read("find blob %s in %s".formatted(digest, name),
                session -> BlobTable.find(session, name, digest));
    }

    private FileChannel openChannel(Digest digest) throws IOException {
        StoredBlob blob = find(digest).orElseThrow(() -> notFound(digest, null));
        try {
            return FileChannel.open(blob.file());
        } catch (NoSuchFileException e) {
            throw notFound(digest, e);
        }
    }

    private NotFoundException notFound(Digest digest, @Nullable Throwable cause) {
        String message = "%s: blob %s: not found".formatted(location(), digest);
        return cause == null ? new NotFoundException(message) : new NotFoundException(message, cause);
    }
}
