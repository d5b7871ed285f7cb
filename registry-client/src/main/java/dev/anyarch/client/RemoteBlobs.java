package dev.anyarch.client;

import dev.anyarch.client.auth.Scope;
import dev.anyarch.client.http.HttpMethod;
import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpResponse;
import dev.anyarch.content.VerifyingInputStream;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/** The blobs of a repository at one place (OCI distribution-spec, "Pulling blobs", "Mounting a blob"). */
final class RemoteBlobs {
    private final RemotePlace place;

    RemoteBlobs(RemotePlace place) {
        this.place = place;
    }

    boolean has(Digest digest) throws IOException {
        HttpRequest request = place.request(HttpMethod.HEAD, "blobs/" + digest);
        try (HttpResponse response = place.caller().call(request, place.pull(), Set.of(200, 404))) {
            return response.status() == 200;
        }
    }

    InputStream open(Descriptor blob) throws IOException {
        HttpRequest request = request(blob);
        HttpResponse response = place.caller().call(request, place.pull(), Set.of(200));
        Optional<Long> announced = response.contentLength();
        if (announced.isPresent() && announced.get() != blob.size()) {
            response.close();
            throw new InvalidContentException("%s: expected %d bytes, the registry announces %d".formatted(request,
                    blob.size(), announced.get()));
        }
        return new VerifyingInputStream(BlobStream.whole(this, request, response, blob.size()), blob,
                request.toString());
    }

    InputStream open(Descriptor blob, long offset, long length) throws IOException {
        HttpRequest request = request(blob);
        if (length == 0) {
            if (!has(blob.digest())) {
                throw new NotFoundException(request + ": there is no such blob");
            }
            return InputStream.nullInputStream();
        }
        return BlobStream.part(this, request, openFrom(request, offset, offset + length), offset, offset + length);
    }

    /** A blob from {@code offset} to before {@code end}, also from a registry that knows no ranges. */
    HttpResponse openFrom(HttpRequest blob, long offset, long end) throws IOException {
        HttpRequest request = blob.with("Range", "bytes=%d-%d".formatted(offset, end - 1));
        HttpResponse response = place.caller().call(request, place.pull(), Set.of(200, 206));
        try {
            if (response.status() == 206) {
                String range = response.header("Content-Range").orElse("");
                if (!range.startsWith("bytes " + offset + "-")) {
                    throw new InvalidContentException("%s: expected bytes from %d, received range '%s'".formatted(
                            request, offset, range));
                }
            } else {
                response.body().skipNBytes(offset);
            }
            return response;
        } catch (InvalidContentException e) {
            response.close();
            throw e;
        } catch (IOException e) {
            response.close();
            throw place.caller().unavailable(request, e);
        }
    }

    /** Whether the registry made the blob of another of its repositories available here. */
    boolean mount(Digest digest, RepositoryName from) throws IOException {
        HttpRequest request = HttpRequest.of(HttpMethod.POST, place.url("blobs/uploads/")
                .withParameter("mount", digest.toString())
                .withParameter("from", from.value()));
        Access access = Access.of(place.endpoint().repository(), Scope.push(place.endpoint().repository()),
                Scope.pull(from));
        try (HttpResponse response = place.caller().call(request, access, Set.of(201, 202, 404, 405))) {
            if (response.status() == 202) {
                new UploadSession(place, UploadSession.location(place, response)).cancel();
            }
            return response.status() == 201;
        } catch (DeniedException e) {
            return false; // perhaps the source alone was refused: the upload that follows will tell
        }
    }

    boolean delete(Digest digest) throws IOException {
        HttpRequest request = place.request(HttpMethod.DELETE, "blobs/" + digest);
        try (HttpResponse response = place.caller().call(request, place.delete(), Set.of(200, 202, 204, 404))) {
            return response.status() != 404;
        }
    }

    RegistryCaller caller() {
        return place.caller();
    }

    private HttpRequest request(Descriptor blob) {
        return place.request(HttpMethod.GET, "blobs/" + blob.digest());
    }
}
