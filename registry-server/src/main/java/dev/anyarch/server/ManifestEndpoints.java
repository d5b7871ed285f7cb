package dev.anyarch.server;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.storage.MissingContentException;
import dev.anyarch.storage.Storage;
import dev.anyarch.storage.StoredRepository;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.Precondition;
import java.io.IOException;
import java.util.Optional;

/** Manifests: read, written with tags, deleted. For virtual threads. */
final class ManifestEndpoints {
    private final Storage storage;
    private final int maxSize;

    ManifestEndpoints(Storage storage, int maxSize) {
        this.storage = storage;
        this.maxSize = maxSize;
    }

    ReadableContent read(Endpoint.ReadManifest endpoint) throws IOException, Refusal {
        StoredRepository repository = storage.repository(endpoint.repository());
        Optional<Digest> digest = switch (endpoint.name()) {
            case ManifestName.ByTag(Tag tag) -> repository.resolve(tag).map(Descriptor::digest);
            case ManifestName.ByDigest(Digest named) -> Optional.of(named);
        };
        try {
            return ReadableContent.OfManifest.of(repository.fetchManifest(digest.orElseThrow(() -> unknown(endpoint))));
        } catch (NotFoundException e) {
            throw unknown(endpoint);
        }
    }

    private static Refusal unknown(Endpoint.ReadManifest endpoint) {
        return new Refusal(ErrorCode.MANIFEST_UNKNOWN,
                "manifest %s: not in repository %s".formatted(endpoint.name(), endpoint.repository()));
    }

    Reply write(Endpoint.WriteManifest endpoint, Request request) throws IOException, Refusal {
        Precondition precondition = Conditions.precondition(request);
        if (endpoint.tags().isEmpty() && !precondition.equals(Precondition.NONE)) {
            throw new Refusal(ErrorCode.UNSUPPORTED, 400,
                    "If-Match and If-None-Match: expected a tag to apply them to, found none");
        }
        byte[] bytes = read(request);
        RawManifest raw;
        Optional<Digest> subject;
        try {
            raw = RawManifest.of(mediaType(request, bytes), bytes, algorithm(endpoint.name()));
            requireDigest(endpoint.name(), raw);
            // also of media types that nobody here knows: what is stored is JSON of bounded depth
            JsonReader.readObject(bytes, "manifest " + raw.digest());
            Manifest manifest = raw.parse();
            subject = manifest.subject().map(Descriptor::digest);
            storage.repository(endpoint.repository())
                    .putManifest(raw, raw.digest(), endpoint.tags(), precondition);
        } catch (MissingContentException e) {
            throw new Refusal(ErrorCode.MANIFEST_BLOB_UNKNOWN, String.valueOf(e.getMessage()));
        } catch (InvalidContentException e) {
            throw new Refusal(ErrorCode.MANIFEST_INVALID, String.valueOf(e.getMessage()));
        }
        return created(endpoint, raw.digest(), subject);
    }

    private static Reply created(Endpoint.WriteManifest endpoint, Digest digest, Optional<Digest> subject) {
        Reply reply = Reply.of(201)
                .with(Header.LOCATION, "/v2/%s/manifests/%s".formatted(endpoint.repository(), digest))
                .with(Header.DIGEST, digest.toString())
                .with(Header.ETAG, Conditions.entityTag(digest));
        if (subject.isPresent()) {
            reply = reply.with(Header.OCI_SUBJECT, subject.get().toString());
        }
        if (endpoint.name() instanceof ManifestName.ByDigest) {
            for (Tag tag : endpoint.tags()) {
                reply = reply.with(Header.OCI_TAG, tag.value());
            }
        }
        return reply;
    }

    private byte[] read(Request request) throws IOException, Refusal {
        Optional<Long> announced = request.contentLength();
        byte[] bytes = announced.isPresent() && announced.get() > maxSize
                ? new byte[0]
                : request.body().readNBytes(maxSize + 1);
        if (bytes.length > maxSize || announced.isPresent() && announced.get() > maxSize) {
            throw new Refusal(ErrorCode.SIZE_INVALID, 413, "manifest: expected at most %d bytes".formatted(maxSize));
        }
        return bytes;
    }

    private static DigestAlgorithm algorithm(ManifestName name) {
        return switch (name) {
            case ManifestName.ByTag _ -> DigestAlgorithm.SHA256;
            case ManifestName.ByDigest(Digest digest) -> digest.algorithm();
        };
    }

    private static void requireDigest(ManifestName name, RawManifest raw) throws Refusal {
        if (name instanceof ManifestName.ByDigest(Digest named) && !named.equals(raw.digest())) {
            throw new Refusal(ErrorCode.DIGEST_INVALID, "manifest: expected %s as the path says, received %s (%d bytes)"
                    .formatted(named, raw.digest(), raw.size()));
        }
    }

    /** From the header, or from the document itself where the client sent none. */
    private static MediaType mediaType(Request request, byte[] bytes) throws InvalidContentException, Refusal {
        Optional<String> header = request.header(Header.CONTENT_TYPE);
        try {
            if (header.isPresent()) {
                return MediaType.ofContentType(header.get());
            }
            JsonFields fields = new JsonFields(JsonReader.readObject(bytes, "manifest"),
                    "manifest without Content-Type");
            return new MediaType(fields.requiredString("mediaType"));
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.MANIFEST_INVALID, "Content-Type: " + e.getMessage());
        }
    }

    Reply delete(Endpoint.DeleteManifest endpoint) throws IOException, Refusal {
        StoredRepository repository = storage.repository(endpoint.repository());
        boolean deleted = switch (endpoint.name()) {
            case ManifestName.ByTag(Tag tag) -> repository.deleteTag(tag);
            case ManifestName.ByDigest(Digest digest) -> repository.deleteManifest(digest);
        };
        if (!deleted) {
            throw unknown(new Endpoint.ReadManifest(endpoint.repository(), endpoint.name()));
        }
        return Reply.of(202);
    }
}
