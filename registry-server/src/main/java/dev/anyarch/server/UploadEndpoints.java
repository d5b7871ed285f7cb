package dev.anyarch.server;

import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.storage.Storage;
import dev.anyarch.storage.StoredRepository;
import dev.anyarch.storage.UploadSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Blobs on their way in. What arrived in a session stays there when the connection breaks, and the client can go on; a
 * blob that comes in one request is all or nothing. For virtual threads.
 */
final class UploadEndpoints {
    private static final int BUFFER = 128 * 1024;

    private final Storage storage;

    UploadEndpoints(Storage storage) {
        this.storage = storage;
    }

    Reply start(Endpoint.StartUpload endpoint) throws IOException {
        return start(endpoint.repository(), endpoint.algorithm());
    }

    private Reply start(RepositoryName repository, DigestAlgorithm algorithm) throws IOException {
        UploadSession session = storage.repository(repository).startUpload(algorithm);
        session.suspend();
        return progress(202, repository, session);
    }

    Reply mount(Endpoint.MountBlob endpoint) throws IOException {
        StoredRepository repository = storage.repository(endpoint.repository());
        boolean mounted = endpoint.from().isPresent()
                ? repository.mount(endpoint.digest(), endpoint.from().get())
                : repository.mountFromAnywhere(endpoint.digest());
        return mounted
                ? created(endpoint.repository(), endpoint.digest())
                : start(endpoint.repository(), endpoint.digest().algorithm());
    }

    Reply whole(Endpoint.UploadWhole endpoint, Request request) throws IOException, Refusal {
        try (UploadSession session = storage.repository(endpoint.repository())
                .startUpload(endpoint.digest().algorithm())) {
            append(session, request, Optional.empty());
            commit(session, endpoint.digest());
        }
        return created(endpoint.repository(), endpoint.digest());
    }

    Reply status(Endpoint.UploadStatus endpoint) throws IOException, Refusal {
        return progress(204, endpoint.repository(), find(endpoint.repository(), endpoint.id()));
    }

    Reply append(Endpoint.AppendUpload endpoint, Request request) throws IOException, Refusal {
        UploadSession session = find(endpoint.repository(), endpoint.id());
        try {
            write(session, endpoint.repository(), request);
        } finally {
            session.suspend();
        }
        return progress(202, endpoint.repository(), session);
    }

    Reply finish(Endpoint.FinishUpload endpoint, Request request) throws IOException, Refusal {
        UploadSession session = find(endpoint.repository(), endpoint.id());
        try {
            write(session, endpoint.repository(), request);
            commit(session, endpoint.digest());
        } finally {
            // after a commit this does nothing; otherwise the client may go on
            session.suspend();
        }
        return created(endpoint.repository(), endpoint.digest());
    }

    Reply cancel(Endpoint.CancelUpload endpoint) throws IOException, Refusal {
        find(endpoint.repository(), endpoint.id()).cancel();
        return Reply.of(204);
    }

    private UploadSession find(RepositoryName repository, String id) throws IOException, Refusal {
        return storage.repository(repository)
                .findUpload(id)
                .orElseThrow(() -> new Refusal(ErrorCode.BLOB_UPLOAD_UNKNOWN,
                        "upload %s: not in repository %s".formatted(id, repository)));
    }

    private static void write(UploadSession session, RepositoryName repository, Request request)
            throws IOException, Refusal {
        Optional<String> header = request.header(Header.CONTENT_RANGE);
        Optional<ChunkRange> range = header.isPresent()
                ? Optional.of(ChunkRange.parse(header.get()))
                : Optional.empty();
        // an empty write makes the session ours, so that what is compared next stays true
        session.write(new byte[0], 0, 0);
        if (range.isPresent() && range.get().first() != session.written()) {
            throw new Refusal(ErrorCode.BLOB_UPLOAD_INVALID, 416,
                    "Content-Range: expected to start at %d, found %d".formatted(session.written(),
                            range.get().first()),
                    headers(repository, session));
        }
        append(session, request, range);
    }

    private static void append(UploadSession session, Request request, Optional<ChunkRange> range)
            throws IOException, Refusal {
        Optional<Long> expected = request.contentLength();
        if (range.isPresent()) {
            long length = range.get().length();
            if (expected.isPresent() && expected.get() != length) {
                throw new Refusal(ErrorCode.SIZE_INVALID,
                        "chunk: expected %d bytes as Content-Range says, found Content-Length %d".formatted(length,
                                expected.get()));
            }
            expected = Optional.of(length);
        }
        long count = transfer(request.body(), session, expected.orElse(Long.MAX_VALUE));
        if (expected.isPresent() && count != expected.get()) {
            throw new Refusal(ErrorCode.SIZE_INVALID,
                    "chunk: expected %d bytes as Content-Range says, received %d".formatted(expected.get(), count));
        }
    }

    /** Writes at most {@code limit} bytes; the answer is greater when there were more. */
    private static long transfer(InputStream body, UploadSession session, long limit) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long count = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            count += read;
            if (count > limit) {
                return count;
            }
            session.write(buffer, 0, read);
        }
        return count;
    }

    private static void commit(UploadSession session, Digest digest) throws IOException, Refusal {
        try {
            session.commit(digest);
        } catch (InvalidContentException e) {
            throw new Refusal(ErrorCode.DIGEST_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static Reply progress(int status, RepositoryName repository, UploadSession session) {
        return new Reply(status, headers(repository, session), Content.NONE);
    }

    private static List<Header> headers(RepositoryName repository, UploadSession session) {
        return List.of(new Header(Header.LOCATION, "/v2/%s/blobs/uploads/%s".formatted(repository, session.id())),
                // nothing yet is 0-0 too: the form has no other way to say it, and clients know
                new Header(Header.RANGE, "0-" + Math.max(0, session.written() - 1)),
                new Header(Header.UPLOAD_UUID, session.id()));
    }

    private static Reply created(RepositoryName repository, Digest digest) {
        return Reply.of(201)
                .with(Header.LOCATION, "/v2/%s/blobs/%s".formatted(repository, digest))
                .with(Header.DIGEST, digest.toString());
    }
}
