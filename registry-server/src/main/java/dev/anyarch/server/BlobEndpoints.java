package dev.anyarch.server;

import dev.anyarch.storage.Storage;
import dev.anyarch.storage.StoredBlob;
import java.io.IOException;

/** Blobs that are here: read and deleted. For virtual threads. */
final class BlobEndpoints {
    private final Storage storage;

    BlobEndpoints(Storage storage) {
        this.storage = storage;
    }

    ReadableContent read(Endpoint.ReadBlob endpoint) throws IOException, Refusal {
        StoredBlob blob = storage.repository(endpoint.repository())
                .findBlob(endpoint.digest())
                .orElseThrow(() -> new Refusal(ErrorCode.BLOB_UNKNOWN,
                        "blob %s: not in repository %s".formatted(endpoint.digest(), endpoint.repository())));
        return ReadableContent.OfBlob.of(blob.digest(), blob.file(), blob.size());
    }

    Reply delete(Endpoint.DeleteBlob endpoint) throws IOException, Refusal {
        if (!storage.repository(endpoint.repository()).deleteBlob(endpoint.digest())) {
            throw new Refusal(ErrorCode.BLOB_UNKNOWN,
                    "blob %s: not in repository %s".formatted(endpoint.digest(), endpoint.repository()));
        }
        return Reply.of(202);
    }
}
