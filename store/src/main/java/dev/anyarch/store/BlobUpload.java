package dev.anyarch.store;

import dev.anyarch.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A blob on its way in. For one thread. Closing without {@link #commit} means it never happened; closing after it does
 * nothing.
 */
public interface BlobUpload extends Closeable {

    void write(byte[] bytes, int offset, int length) throws IOException;

    /** The bytes written so far. */
    long written();

    /**
     * Ends the upload and makes the blob visible under {@code digest}, durable where the store is durable. When the blob
     * is there already, this is a success.
     *
     * @throws dev.anyarch.model.InvalidContentException when what was written has another digest; nothing is kept then
     */
    void commit(Digest digest) throws IOException;

    /** This upload as a stream; closing that does not close the upload. */
    default OutputStream stream() {
        return new BlobUploadStream(this);
    }

    @Override
    void close() throws IOException;
}
