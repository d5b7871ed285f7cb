package dev.anyarch.operations;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store that stops working at one call, counted from 1 over all methods and the writes of uploads, and works again after
 * as many failures as it was told. Safe for several threads.
 */
public final class FaultyStore implements ImageStore {
    /** Never works again. */
    public static final int FOREVER = Integer.MAX_VALUE;

    private final ImageStore store;
    private final int firstFailure;
    private final int failures;
    private final AtomicInteger calls = new AtomicInteger();

    public FaultyStore(ImageStore store, int firstFailure, int failures) {
        this.store = store;
        this.firstFailure = firstFailure;
        this.failures = failures;
    }

    /** A store that only counts. */
    public static FaultyStore counting(ImageStore store) {
        return new FaultyStore(store, Integer.MAX_VALUE, 0);
    }

    public int calls() {
        return calls.get();
    }

    private void call(String what) throws UnavailableException {
        int call = calls.incrementAndGet();
        if (call >= firstFailure && call - firstFailure < failures) {
            throw new UnavailableException("%s: %s: call %d fails".formatted(location(), what, call));
        }
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public Optional<Descriptor> resolve(Tag tag) throws IOException {
        call("resolve " + tag);
        return store.resolve(tag);
    }

    @Override
    public Optional<Descriptor> resolve(Digest digest) throws IOException {
        call("resolve " + digest);
        return store.resolve(digest);
    }

    @Override
    public RawManifest fetchManifest(Digest digest) throws IOException {
        call("fetch " + digest);
        return store.fetchManifest(digest);
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
        call("open " + blob.digest());
        return store.openBlob(blob);
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset, long length) throws IOException {
        call("open " + blob.digest());
        return store.openBlob(blob, offset, length);
    }

    @Override
    public List<Tag> tags() throws IOException {
        call("tags");
        return store.tags();
    }

    @Override
    public List<Descriptor> referrers(Digest subject, Optional<String> artifactType) throws IOException {
        call("referrers of " + subject);
        return store.referrers(subject, artifactType);
    }

    @Override
    public boolean hasBlob(Digest digest) throws IOException {
        call("has " + digest);
        return store.hasBlob(digest);
    }

    @Override
    public boolean mount(Digest digest, RepositoryName from) throws IOException {
        call("mount " + digest);
        return store.mount(digest, from);
    }

    @Override
    public BlobUpload upload() throws IOException {
        call("upload");
        return new FaultyUpload(store.upload());
    }

    @Override
    public void putManifest(RawManifest manifest, List<Tag> tags, Precondition precondition) throws IOException {
        call("put " + manifest.digest());
        store.putManifest(manifest, tags, precondition);
    }

    @Override
    public boolean deleteTag(Tag tag) throws IOException {
        call("delete " + tag);
        return store.deleteTag(tag);
    }

    @Override
    public boolean deleteManifest(Digest digest) throws IOException {
        call("delete " + digest);
        return store.deleteManifest(digest);
    }

    @Override
    public boolean deleteBlob(Digest digest) throws IOException {
        call("delete " + digest);
        return store.deleteBlob(digest);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    private final class FaultyUpload implements BlobUpload {
        private final BlobUpload upload;

        FaultyUpload(BlobUpload upload) {
            this.upload = upload;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            call("write");
            upload.write(bytes, offset, length);
        }

        @Override
        public long written() {
            return upload.written();
        }

        @Override
        public void commit(Digest digest) throws IOException {
            call("commit " + digest);
            upload.commit(digest);
        }

        @Override
        public void close() throws IOException {
            upload.close();
        }
    }
}
