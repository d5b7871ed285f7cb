package dev.anyarch.client;

import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.RequestBody;
import dev.anyarch.model.Digest;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.RateLimitedException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Uploads content that can be read again: a failure begins a new session and sends all of it once more. */
final class BlobPusher {
    private BlobPusher() {}

    static void push(RemotePlace place, Digest digest, byte[] bytes) throws IOException {
        push(place, digest, RequestBody.of(bytes));
    }

    static void push(RemotePlace place, Digest digest, RequestBody body) throws IOException {
        for (int attempt = 1;; attempt++) {
            IOException failure;
            Optional<Instant> notBefore = Optional.empty();
            UploadSession session = UploadSession.begin(place, digest.algorithm());
            try {
                HttpRequest request = session.commit(digest).withBody(body);
                place.caller().callOnce(request, place.push(), Set.of(200, 201, 204)).close();
                return;
            } catch (UnavailableException e) {
                failure = e;
            } catch (NotFoundException e) {
                failure = UploadSession.lost(e);
            } catch (RateLimitedException e) {
                failure = e;
                notBefore = e.retryAt();
            } catch (IOException e) {
                session.cancel();
                throw e;
            }
            session.cancel();
            if (!place.caller().retries().pause(attempt, notBefore)) {
                throw failure;
            }
        }
    }
}
