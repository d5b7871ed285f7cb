package dev.anyarch.storage;

import dev.anyarch.content.VerifyingInputStream;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One repository of a {@link Storage}. Whatever a method here stores is durable when it returns. Holds nothing open, so it
 * need not be closed. Safe for use by several threads.
 */
public final class StoredRepository implements ImageStore {
    private final Storage storage;
    private final Database database;
    private final RepositoryName name;
    private final RepositoryBlobs blobs;
    private final ManifestWriter manifests;

    StoredRepository(Storage storage, RepositoryName name) {
        this.storage = storage;
        this.database = storage.database();
        this.name = name;
        this.blobs = new RepositoryBlobs(storage, name);
        this.manifests = new ManifestWriter(storage, name);
    }

    public RepositoryName name() {
        return name;
    }

    @Override
    public String location() {
        return "store:" + name;
    }

    /** Whether anything was ever stored here. */
    public boolean exists() throws IOException {
        return database.read("find " + name, session -> RepositoryTable.find(session, name).isPresent());
    }

    @Override
    public Optional<Descriptor> resolve(Tag tag) throws IOException {
        return database.read("resolve %s:%s".formatted(name, tag), session -> TagTable.resolve(session, name, tag));
    }

    @Override
    public Optional<Descriptor> resolve(Digest digest) throws IOException {
        return database.read("resolve %s@%s".formatted(name, digest),
                session -> ManifestTable.resolve(session, name, digest));
    }

    @Override
    public RawManifest fetchManifest(Digest digest) throws IOException {
        RawManifest manifest = database
                .read("fetch %s@%s".formatted(name, digest), session -> ManifestTable.fetch(session, name, digest))
                .orElseThrow(() -> new NotFoundException("%s: manifest %s: not found".formatted(location(), digest)));
        manifests.requireDigest(manifest, digest);
        return manifest;
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
        return new VerifyingInputStream(blobs.open(blob.digest()), blob,
                "%s: blob %s".formatted(location(), blob.digest()));
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset, long length) throws IOException {
        if (offset < 0 || length < 0 || offset > blob.size() - length) {
            throw new IllegalArgumentException("%s: blob %s: expected a range within %d bytes, found %d bytes from %d"
                    .formatted(location(), blob.digest(), blob.size(), length, offset));
        }
        return blobs.open(blob.digest(), offset, length);
    }

    @Override
    public List<Tag> tags() throws IOException {
        return tags(Optional.empty(), Integer.MAX_VALUE);
    }

    /**
     * Tags in lexical order; none when there is no such repository.
     *
     * @param after only those that come after it, which need not exist
     */
    public List<Tag> tags(Optional<Tag> after, int limit) throws IOException {
        return database.read("list tags of " + name, session -> TagTable.list(session, name, after, limit));
    }

    /** All tags with what they point at, in lexical order. */
    public List<TaggedImage> images() throws IOException {
        return database.read("list images of " + name, session -> TagTable.images(session, name));
    }

    @Override
    public List<Descriptor> referrers(Digest subject, Optional<String> artifactType) throws IOException {
        return database.read("list referrers of %s@%s".formatted(name, subject),
                session -> ManifestTable.referrers(session, name, subject, artifactType));
    }

    /** {@inheritDoc} Asking keeps the blob from being collected for a while, for the sake of a client that skips it. */
    @Override
    public boolean hasBlob(Digest digest) throws IOException {
        return blobs.has(digest);
    }

    /** The blob with this digest, if it is in this repository. */
    public Optional<StoredBlob> findBlob(Digest digest) throws IOException {
        return blobs.find(digest);
    }

    @Override
    public BlobUpload upload() throws IOException {
        return begin(DigestAlgorithm.SHA256, false);
    }

    @Override
    public BlobUpload upload(Descriptor expected) throws IOException {
        return begin(expected.digest().algorithm(), false);
    }

    /**
     * Begins an upload that can be suspended and found again.
     *
     * @param algorithm of the digest that it will be committed under; another one costs reading everything again
     */
    public UploadSession startUpload(DigestAlgorithm algorithm) throws IOException {
        return begin(algorithm, true);
    }

    /**
     * The upload to this repository with this id, wherever it was begun. It is not disturbed before something is written;
     * one that was only looked at ends with {@link UploadSession#suspend}.
     */
    public Optional<UploadSession> findUpload(String id) throws IOException {
        Optional<Uploads.Entry> entry = storage.uploads().find(id).filter(found -> found.repository().equals(name));
        return entry.isPresent()
                ? Optional.of(new UploadSession(blobs, storage.uploads(), entry.get(), storage.uploads().length(id)))
                : Optional.empty();
    }

    @Override
    public boolean mount(Digest digest, RepositoryName from) throws IOException {
        return blobs.mount(digest, Optional.of(from));
    }

    /** Makes a blob of any repository available here; whoever calls this has decided that it is no secret. */
    public boolean mountFromAnywhere(Digest digest) throws IOException {
        return blobs.mount(digest, Optional.empty());
    }

    @Override
    public void putManifest(RawManifest manifest, List<Tag> tags, Precondition precondition) throws IOException {
        putManifest(manifest, manifest.digest(), tags, precondition);
    }

    /**
     * As {@link #putManifest(RawManifest, List, Precondition)}, under a digest of any algorithm. What the manifest names is
     * checked and kept from being deleted in the same transaction.
     *
     * @throws MissingContentException when that is not here and the {@link SparsePolicy} does not allow it
     * @throws dev.anyarch.model.InvalidContentException when the digest is not the manifest's, or a size is not that of the
     *         content here
     */
    public void putManifest(RawManifest manifest, Digest digest, List<Tag> tags, Precondition precondition)
            throws IOException {
        manifests.put(manifest, digest, tags, precondition);
    }

    @Override
    public boolean deleteTag(Tag tag) throws IOException {
        return database.write("delete tag %s:%s".formatted(name, tag), session -> TagTable.delete(session, name, tag));
    }

    @Override
    public boolean deleteManifest(Digest digest) throws IOException {
        return manifests.delete(digest);
    }

    /**
     * {@inheritDoc} When no other repository has it, its bytes are gone as well.
     *
     * @throws DeniedException when a manifest here still needs it
     */
    @Override
    public boolean deleteBlob(Digest digest) throws IOException {
        return blobs.delete(digest);
    }

    /**
     * As {@link #deleteBlob(Digest)}, unless it was used at {@code since} or later.
     *
     * @throws DeniedException when a manifest here still needs it
     */
    public boolean deleteBlob(Digest digest, Instant since) throws IOException {
        return blobs.delete(digest, since.toEpochMilli());
    }

    /** The blobs of this repository, in no order. */
    public List<BlobUse> blobs() throws IOException {
        return database.read("list blobs of " + name, session -> BlobTable.list(session, name));
    }

    /** Does nothing; closing the storage is what ends it. */
    @Override
    public void close() {
        // a repository holds nothing open
    }

    private UploadSession begin(DigestAlgorithm algorithm, boolean resumable) throws IOException {
        try {
            return new UploadSession(blobs, storage.uploads(), storage.uploads().create(name, algorithm, resumable), 0);
        } catch (IOException e) {
            throw new UnavailableException("%s: upload: cannot begin: %s".formatted(location(), e), e);
        }
    }
}
