package dev.anyarch.cli;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.Precondition;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A place whose blobs are counted as they are read and written. */
final class ObservedStore extends ObservedSource implements ImageStore {
    private final ImageStore store;
    private final Traffic.Direction pushed;

    ObservedStore(ImageStore store, Traffic.Direction pulled, Traffic.Direction pushed) {
        super(store, pulled);
        this.store = store;
        this.pushed = pushed;
    }

    @Override
    public boolean hasBlob(Digest digest) throws IOException {
        return store.hasBlob(digest);
    }

    @Override
    public BlobUpload upload() throws IOException {
        return new Counted(store.upload(), Optional.empty());
    }

    @Override
    public BlobUpload upload(Descriptor expected) throws IOException {
        return new Counted(store.upload(expected), Optional.of(expected));
    }

    @Override
    public boolean mount(Digest digest, RepositoryName from) throws IOException {
        return store.mount(digest, from);
    }

    @Override
    public void putManifest(RawManifest manifest, List<Tag> tags, Precondition precondition) throws IOException {
        store.putManifest(manifest, tags, precondition);
    }

    @Override
    public boolean deleteTag(Tag tag) throws IOException {
        return store.deleteTag(tag);
    }

    @Override
    public boolean deleteManifest(Digest digest) throws IOException {
        return store.deleteManifest(digest);
    }

    @Override
    public boolean deleteBlob(Digest digest) throws IOException {
        return store.deleteBlob(digest);
    }

    private final class Counted implements BlobUpload {
        private final BlobUpload upload;
        private final boolean isUnknown;
        private boolean isClosed;

        Counted(BlobUpload upload, Optional<Descriptor> blob) {
            this.upload = upload;
            this.isUnknown = blob.isEmpty();
            pushed.begin(blob);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            upload.write(bytes, offset, length);
            pushed.move(length);
        }

        @Override
        public long written() {
            return upload.written();
        }

        @Override
        public void commit(Digest digest) throws IOException {
            upload.commit(digest);
        }

        @Override
        public void close() throws IOException {
            if (!isClosed) {
                isClosed = true;
                pushed.end(isUnknown);
            }
            upload.close();
        }
    }
}
