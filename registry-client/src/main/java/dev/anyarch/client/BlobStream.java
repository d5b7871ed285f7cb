package dev.anyarch.client;

import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpResponse;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.store.StoreException;
import dev.anyarch.store.UnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The content of a blob as it comes. When the connection breaks, it goes on by a range request where it stopped; it gives
 * up after as many failures in a row as the retry policy has attempts. For one thread.
 */
final class BlobStream extends InputStream {
    private static final int MAX_FAILURES = 100;

    private final RemoteBlobs blobs;
    private final HttpRequest request;
    private final long end;
    private final boolean whole;
    private HttpResponse response;
    private long position;
    private int failuresInRow;
    private int failures;

    private BlobStream(RemoteBlobs blobs, HttpRequest request, HttpResponse response, long position, long end,
            boolean whole) {
        this.blobs = blobs;
        this.request = request;
        this.response = response;
        this.position = position;
        this.end = end;
        this.whole = whole;
    }

    /** All of a blob; bytes after its end are passed on, so that whoever verifies it notices. */
    static BlobStream whole(RemoteBlobs blobs, HttpRequest request, HttpResponse response, long size) {
        return new BlobStream(blobs, request, response, 0, size, true);
    }

    /** The bytes from {@code offset} to before {@code end}, and none after them. */
    static BlobStream part(RemoteBlobs blobs, HttpRequest request, HttpResponse response, long offset, long end) {
        return new BlobStream(blobs, request, response, offset, end, false);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!whole && position == end) {
            return -1;
        }
        int wanted = whole ? length : (int) Math.min(length, end - position);
        while (true) {
            try {
                int read = response.body().read(bytes, offset, wanted);
                if (read < 0 && position < end) {
                    throw new EOFException("ended after %d of %d bytes".formatted(position, end));
                }
                if (read > 0) {
                    position += read;
                    failuresInRow = 0;
                }
                return read;
            } catch (StoreException | InvalidContentException e) {
                throw e;
            } catch (IOException e) {
                if (position >= end) {
                    return -1; // all of it is here: what broke after it is of no interest
                }
                resume(e);
            }
        }
    }

    private void resume(IOException failure) throws IOException {
        response.close();
        IOException last = failure;
        while (++failures <= MAX_FAILURES && blobs.caller().retries().pause(++failuresInRow, Optional.empty())) {
            try {
                response = blobs.openFrom(request, position, end);
                return;
            } catch (UnavailableException e) {
                last = e;
            }
        }
        throw new UnavailableException("%s: broke off after %d of %d bytes: %s".formatted(request, position, end,
                last.getMessage()), last);
    }

    @Override
    public void close() throws IOException {
        response.close();
    }
}
