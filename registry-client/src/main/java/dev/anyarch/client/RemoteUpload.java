package dev.anyarch.client;

import dev.anyarch.client.http.HttpExchange;
import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpResponse;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A blob that is written piece by piece. A small one is kept until it is whole and then sent as one that can be repeated;
 * a large one streams: in the body of the last request when its digest and size are known, else in a chunked
 * {@code PATCH} before it. Memory does not grow with the blob.
 */
final class RemoteUpload implements BlobUpload {
    private static final int SMALL = 512 * 1024;
    private static final Set<Integer> COMMITTED = Set.of(200, 201, 204);
    private static final Set<Integer> APPENDED = Set.of(200, 201, 202, 204);

    private final RemotePlace place;
    private final Optional<Descriptor> expected;
    private final ByteArrayOutputStream small = new ByteArrayOutputStream();
    private @Nullable Stream stream;
    private long written;
    private boolean ended;

    RemoteUpload(RemotePlace place, Optional<Descriptor> expected) {
        this.place = place;
        this.expected = expected;
    }

    /** The request that is being written. */
    private record Stream(UploadSession session, HttpRequest request, HttpExchange exchange) {}

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        requireOpen();
        if (expected.isPresent() && written + length > expected.get().size()) {
            throw new InvalidContentException("upload of %s to %s: expected %d bytes, received more".formatted(expected
                    .get()
                    .digest(), place, expected.get().size()));
        }
        if (stream == null && written + length <= SMALL) {
            small.write(bytes, offset, length);
        } else {
            Stream open = stream;
            if (open == null) {
                open = begin();
                stream = open;
                send(open, small.toByteArray(), 0, small.size());
                small.reset();
            }
            send(open, bytes, offset, length);
        }
        written += length;
    }

    private Stream begin() throws IOException {
        UploadSession session = UploadSession.begin(place, expected.map(blob -> blob.digest().algorithm())
                .orElse(DigestAlgorithm.SHA256));
        HttpRequest request = expected.isPresent() ? session.commit(expected.get().digest()) : session.append();
        OptionalLong length = expected.isPresent() ? OptionalLong.of(expected.get().size()) : OptionalLong.empty();
        return new Stream(session, request, place.caller().begin(request, place.push(), length));
    }

    private void send(Stream open, byte[] bytes, int offset, int length) throws IOException {
        try {
            open.exchange.write(bytes, offset, length);
        } catch (InvalidContentException e) {
            throw e;
        } catch (IOException e) {
            throw refusal(open, e);
        }
    }

    /** A registry that refuses answers early and closes: what it said is worth more than the broken connection. */
    private IOException refusal(Stream open, IOException broken) {
        try {
            HttpResponse response = open.exchange.answerAfterFailure();
            place.caller().requireAnswer(open.request, place.push(), response, Set.of());
            return broken;
        } catch (StoreException | InvalidContentException answer) {
            return answer;
        } catch (IOException e) {
            return place.caller().unavailable(open.request, broken);
        }
    }

    @Override
    public long written() {
        return written;
    }

    @Override
    public void commit(Digest digest) throws IOException {
        requireOpen();
        if (expected.isPresent() && !expected.get().digest().equals(digest)) {
            throw new InvalidContentException("upload of %s to %s: expected that digest at the end, found %s"
                    .formatted(expected.get().digest(), place, digest));
        }
        if (expected.isPresent() && expected.get().size() != written) {
            throw new InvalidContentException("upload of %s to %s: expected %d bytes, received %d".formatted(digest,
                    place, expected.get().size(), written));
        }
        Stream open = stream;
        if (open == null) {
            BlobPusher.push(place, digest, small.toByteArray());
        } else if (expected.isPresent()) {
            finish(open, COMMITTED).close();
        } else {
            try (HttpResponse appended = finish(open, APPENDED)) {
                UploadSession session = appended.header("Location").isPresent()
                        ? new UploadSession(place, UploadSession.location(place, appended))
                        : open.session;
                commit(session, digest);
            }
        }
        ended = true;
    }

    private void commit(UploadSession session, Digest digest) throws IOException {
        try {
            place.caller().call(session.commit(digest), place.push(), COMMITTED).close();
        } catch (NotFoundException e) {
            // An attempt whose answer was lost may have been the one that ended the session.
            if (!new RemoteBlobs(place).has(digest)) {
                throw e;
            }
        }
    }

    private HttpResponse finish(Stream open, Set<Integer> statuses) throws IOException {
        HttpResponse response;
        try {
            response = open.exchange.finish();
        } catch (InvalidContentException e) {
            throw e;
        } catch (IOException e) {
            throw place.caller().unavailable(open.request, e);
        }
        if (!statuses.contains(response.status())) {
            requireAnswer(open, response, statuses);
        }
        return response;
    }

    private void requireAnswer(Stream open, HttpResponse response, Set<Integer> statuses) throws IOException {
        try {
            place.caller().requireAnswer(open.request, place.push(), response, statuses);
        } catch (NotFoundException e) {
            throw UploadSession.lost(e);
        }
    }

    private void requireOpen() throws IOException {
        if (ended) {
            throw new IOException("upload to %s: it has ended".formatted(place));
        }
    }

    @Override
    public void close() {
        Stream open = stream;
        if (!ended && open != null) {
            open.exchange.close();
            open.session.cancel();
        }
        ended = true;
    }
}
