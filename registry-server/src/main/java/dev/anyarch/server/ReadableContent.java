package dev.anyarch.server;

import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import io.vertx.core.MultiMap;
import java.nio.file.Path;
import java.util.List;

/**
 * Content that can be read under one path, with everything but the request's own conditions worked out in advance. Never
 * translated for the sake of an {@code Accept} header: the digest a client sees is the digest that was pushed.
 */
sealed interface ReadableContent {

    /** The reply to a request without conditions. */
    Reply whole();

    Digest digest();

    /** The memory it takes when it is kept. */
    long weight();

    /** The reply to a request with {@code headers}; does not block. */
    default Reply reply(MultiMap headers) {
        if (headers.contains("If-None-Match") && Conditions.isNotModified(headers, Conditions.entityTag(digest()))) {
            return new Reply(304, whole().headers(), Content.NONE);
        }
        return whole();
    }

    /** A manifest and its bytes. */
    record OfManifest(Digest digest, Reply whole) implements ReadableContent {
        static OfManifest of(RawManifest manifest) {
            return new OfManifest(manifest.digest(),
                    new Reply(200, List.of(new Header(Header.CONTENT_TYPE, manifest.mediaType().value()),
                            new Header(Header.DIGEST, manifest.digest().toString()),
                            new Header(Header.ETAG, Conditions.entityTag(manifest.digest()))),
                            new Content.Bytes(manifest.bytes())));
        }

        @Override
        public long weight() {
            return whole.content().length();
        }
    }

    /** A blob and where its file is. */
    record OfBlob(Digest digest, Path file, long size, Reply whole) implements ReadableContent {
        static OfBlob of(Digest digest, Path file, long size) {
            return new OfBlob(digest, file, size,
                    new Reply(200, List.of(new Header(Header.CONTENT_TYPE, "application/octet-stream"),
                            new Header(Header.DIGEST, digest.toString()),
                            new Header(Header.ETAG, Conditions.entityTag(digest)),
                            new Header(Header.ACCEPT_RANGES, "bytes")), new Content.FilePart(file, 0, size)));
        }

        @Override
        public long weight() {
            return 0;
        }

        @Override
        public Reply reply(MultiMap headers) {
            Reply reply = ReadableContent.super.reply(headers);
            List<String> ranges = headers.getAll(Header.RANGE);
            if (reply.status() != 200 || ranges.size() != 1 || isOtherVersion(headers)) {
                return reply;
            }
            return switch (ByteRange.parse(ranges.getFirst(), size)) {
                case ByteRange.Whole _ -> reply;
                case ByteRange.Unsatisfiable _ -> Reply.error(new Refusal(ErrorCode.SIZE_INVALID, 416,
                        "Range '%s': expected a part of %d bytes".formatted(ranges.getFirst(), size),
                        List.of(new Header(Header.CONTENT_RANGE, "bytes */" + size))));
                case ByteRange.Part(long offset, long length) ->
                    new Reply(206, reply.headers(), new Content.FilePart(file, offset, length))
                            .with(Header.CONTENT_RANGE, "bytes %d-%d/%d".formatted(offset, offset + length - 1, size));
            };
        }

        private boolean isOtherVersion(MultiMap headers) {
            List<String> versions = headers.getAll("If-Range");
            return !versions.isEmpty() && !versions.equals(List.of(Conditions.entityTag(digest)));
        }
    }
}
