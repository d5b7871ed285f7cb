package dev.anyarch.storage;

import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.UnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The repositories of one machine in one directory. Safe for use by several threads, and by several processes that have
 * the same directory open; the directory is on a local disk.
 */
public final class Storage implements Closeable {
    private final Path root;
    private final SparsePolicy sparsePolicy;
    private final InstantSource clock;
    private final ChangeCounter changes;
    private final Database database;
    private final BlobFiles blobs;
    private final Uploads uploads;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Storage(Path root, SparsePolicy sparsePolicy, InstantSource clock) throws IOException {
        this.root = root;
        this.sparsePolicy = sparsePolicy;
        this.clock = clock;
        this.changes = ChangeCounter.open(root.resolve("changes"));
        this.database = new Database(root.resolve("metadata.db"), changes);
        Durability durability = new Durability(root);
        this.blobs = new BlobFiles(root.resolve("blobs"), durability);
        this.uploads = new Uploads(root.resolve("uploads"), durability, clock);
    }

    /** Opens the storage at {@code root}, which is made when it is not there. The database is opened when it is needed. */
    public static Storage open(Path root) throws IOException {
        return open(root, SparsePolicy.SPARSE_INDEXES);
    }

    /** As {@link #open(Path)}, saying what a manifest may name without it being here. */
    public static Storage open(Path root, SparsePolicy sparsePolicy) throws IOException {
        return open(root, sparsePolicy, InstantSource.system());
    }

    static Storage open(Path root, SparsePolicy sparsePolicy, InstantSource clock) throws IOException {
        try {
            Files.createDirectories(root);
            return new Storage(root.toRealPath(), sparsePolicy, clock);
        } catch (IOException e) {
            throw new UnavailableException("storage %s: cannot open: %s".formatted(root, e), e);
        }
    }

    /** The repository of this name, whether there is one yet or not. */
    public StoredRepository repository(RepositoryName name) {
        return new StoredRepository(this, name);
    }

    /**
     * The repositories that hold a manifest, in lexical order.
     *
     * @param after only those that come after it
     */
    public List<RepositoryName> repositories(Optional<RepositoryName> after, int limit) throws IOException {
        return database.read("list repositories", session -> RepositoryTable.list(session, after, limit));
    }

    /**
     * A number that only equals an earlier answer when no process has committed anything in between. Take it before
     * reading, keep it with what was read, and that is current as long as this answers the same. Costs one memory access.
     */
    public long generation() {
        return changes.current();
    }

    /** The bytes of all blobs and manifests. */
    public long totalSize() throws IOException {
        return database.read("sum sizes", session -> session.id("""
            SELECT (SELECT COALESCE(SUM(size), 0) FROM blobs)
                 + (SELECT COALESCE(SUM(size), 0) FROM manifests)"""));
    }

    /** The blobs that no manifest of their repository needs, and that nobody has used for as long as {@code age}. */
    public List<BlobUse> unneededBlobs(Duration age) throws IOException {
        long before = now() - age.toMillis();
        return database.read("list blobs that nothing needs", session -> BlobTable.unneeded(session, before));
    }

    /** Removes the uploads that nobody will go on with. */
    public void sweepUploads() throws IOException {
        uploads.sweep();
    }

    /** The directory. */
    public Path root() {
        return root;
    }

    /** Waits for the writer that is at it, if there is one; what is done afterwards fails. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try (changes) {
                database.close();
            }
        }
    }

    SparsePolicy sparsePolicy() {
        return sparsePolicy;
    }

    Database database() {
        return database;
    }

    BlobFiles blobs() {
        return blobs;
    }

    Uploads uploads() {
        return uploads;
    }

    long now() {
        return clock.millis();
    }
}
