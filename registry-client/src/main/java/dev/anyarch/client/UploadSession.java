package dev.anyarch.client;

import dev.anyarch.client.http.HttpMethod;
import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpResponse;
import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * An upload that the registry has begun (OCI distribution-spec, "Pushing blobs").
 *
 * @param location where its next request goes
 */
record UploadSession(RemotePlace place, HttpUrl location) {

    /**
     * @param algorithm of the digest that the upload will end with; registries that know only one ignore it
     */
    static UploadSession begin(RemotePlace place, DigestAlgorithm algorithm) throws IOException {
        HttpUrl url = place.url("blobs/uploads/");
        HttpRequest request = HttpRequest.of(HttpMethod.POST, algorithm == DigestAlgorithm.SHA256
                ? url
                : url.withParameter("digest-algorithm", algorithm.id()));
        try (HttpResponse response = place.caller().call(request, place.push(), Set.of(202))) {
            return new UploadSession(place, location(place, response));
        }
    }

    /** The {@code Location} of an answer; registries behind proxies often do not know that they are spoken to in TLS. */
    static HttpUrl location(RemotePlace place, HttpResponse response) throws InvalidContentException {
        Optional<String> location = response.header("Location");
        HttpUrl base = place.caller().base();
        try {
            HttpUrl url = response.url()
                    .resolve(location.orElseThrow(() -> new IllegalArgumentException(
                            "expected a Location, found none")));
            if (!base.secure() || url.secure()) {
                return url;
            }
            if (url.host().equals(base.host())) {
                return base.withTarget(url.target());
            }
            throw new IllegalArgumentException(
                    "expected a secured place to send the blob to, found plain http at %s, which is refused"
                            .formatted(url));
        } catch (IllegalArgumentException e) {
            throw new InvalidContentException("%s: %s".formatted(response.url(), e.getMessage()), e);
        }
    }

    /** The request that ends the upload, without a body. */
    HttpRequest commit(Digest digest) {
        return HttpRequest.of(HttpMethod.PUT, location.withParameter("digest", digest.toString()))
                .with("Content-Type", "application/octet-stream");
    }

    HttpRequest append() {
        return HttpRequest.of(HttpMethod.PATCH, location).with("Content-Type", "application/octet-stream");
    }

    /** What it means that a registry does not know an upload that it has begun: it may take another one. */
    static UnavailableException lost(NotFoundException answer) {
        return new UnavailableException("%s; the registry has lost the upload that it had begun".formatted(
                answer.getMessage()), answer);
    }

    /** Tells the registry to forget it; registries forget by themselves too, so a failure does not matter. */
    void cancel() {
        try {
            place.caller()
                    .callOnce(HttpRequest.of(HttpMethod.DELETE, location), place.push(), Set.of(200, 202, 204))
                    .close();
        } catch (IOException e) {
            // nothing was promised about an upload that was given up
        }
    }
}
