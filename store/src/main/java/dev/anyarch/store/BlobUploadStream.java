package dev.anyarch.store;

import java.io.IOException;
import java.io.OutputStream;

/** Writes into an upload. For one thread. */
final class BlobUploadStream extends OutputStream {
    private final BlobUpload upload;

    BlobUploadStream(BlobUpload upload) {
        this.upload = upload;
    }

    @Override
    public void write(int b) throws IOException {
        upload.write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        upload.write(bytes, offset, length);
    }
}
