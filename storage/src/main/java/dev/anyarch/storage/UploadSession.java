package dev.anyarch.storage;

import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.StoreException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A blob on its way in, which can be {@linkplain #suspend suspended} and found again by its {@linkplain #id id}, after a
 * restart as well. Looking at one costs nothing and disturbs nobody; from the first write until it ends it is this
 * session's alone. For one thread.
 */
public final class UploadSession implements BlobUpload {
    private final RepositoryBlobs repository;
    private final Uploads uploads;
    private final Uploads.Entry entry;
    private @Nullable UploadFile file;
    private long written;
    private boolean ended;

    UploadSession(RepositoryBlobs repository, Uploads uploads, Uploads.Entry entry, long written) {
        this.repository = repository;
        this.uploads = uploads;
        this.entry = entry;
        this.written = written;
    }

    /** What the upload is found by: letters and digits, unguessable. */
    public String id() {
        return entry.id();
    }

    /** The bytes that have arrived, in this session and before it. */
    @Override
    public long written() {
        return written;
    }

    /**
     * Appends. When this throws for want of space, the upload is as before and may go on later.
     *
     * @throws UnavailableException when another session is writing the same upload, or the disk does not take it
     */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            UploadFile open = opened();
            open.append(bytes, offset, length);
            written = open.length();
        } catch (IOException e) {
            throw failed("write %d bytes".formatted(length), e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>When it throws anything else, such as for want of space, it may be repeated on this session.
     */
    @Override
    public void commit(Digest digest) throws IOException {
        try {
            UploadFile open = opened();
            Digest actual = open.finish(digest.algorithm());
            if (!actual.equals(digest)) {
                cancel();
                throw new InvalidContentException("%s: upload: digest mismatch: expected %s, received %s (%d bytes)"
                        .formatted(repository.location(), digest, actual, written));
            }
            repository.commit(digest, open, entry.id());
        } catch (IOException e) {
            release();
            throw failed("commit " + digest, e);
        }
        cancel();
    }

    /** Ends this session and keeps what has arrived, to go on later. */
    public void suspend() throws IOException {
        UploadFile open = file;
        if (open != null && !ended) {
            uploads.suspend(entry.id(), open.prefix());
        }
        ended = true;
        release();
    }

    /** Ends this session and forgets what has arrived. */
    public void cancel() throws IOException {
        ended = true;
        try {
            uploads.delete(entry.id());
        } finally {
            release();
        }
    }

    /** Cancels, unless the upload was committed, suspended or cancelled. */
    @Override
    public void close() throws IOException {
        if (!ended) {
            cancel();
        }
    }

    private UploadFile opened() throws IOException {
        if (ended) {
            throw new IllegalStateException("%s: upload %s: it has ended".formatted(repository.location(), id()));
        }
        UploadFile open = file;
        if (open == null) {
            open = uploads.open(entry);
            file = open;
            written = open.length();
        }
        return open;
    }

    private void release() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private IOException failed(String what, IOException cause) {
        if (cause instanceof StoreException || cause instanceof InvalidContentException) {
            return cause;
        }
        return new UnavailableException(
                "%s: upload: cannot %s after %d: %s".formatted(repository.location(), what, written,
                        cause.getMessage()),
                cause);
    }
}
