package dev.anyarch.client;

import dev.anyarch.client.http.HttpHeaders;
import dev.anyarch.client.http.HttpMethod;
import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpResponse;
import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.client.http.RequestBody;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The manifests of a repository at one place (OCI distribution-spec, "Pulling manifests", "Pushing manifests"). */
final class RemoteManifests {
    /** What we read, best first; the last one because unknown types can be copied too. */
    static final String ACCEPT = String.join(", ", MediaType.OCI_INDEX.value(), MediaType.OCI_MANIFEST.value(),
            MediaType.DOCKER_LIST.value(), MediaType.DOCKER_MANIFEST.value(), "*/*");
    private static final Set<Integer> HEAD_STATUSES = Set.of(200, 404, 405);

    private final RemotePlace place;

    RemoteManifests(RemotePlace place) {
        this.place = place;
    }

    /** What a tag points at. The digest is the registry's word; whoever fetches the manifest verifies it. */
    Optional<Descriptor> resolve(Tag tag) throws IOException {
        return resolve(tag.value(), Optional.empty());
    }

    Optional<Descriptor> resolve(Digest digest) throws IOException {
        return resolve(digest.toString(), Optional.of(digest));
    }

    /** By {@code HEAD}, which rate limits do not count; by {@code GET} where its answer does not say enough. */
    private Optional<Descriptor> resolve(String reference, Optional<Digest> pin) throws IOException {
        HttpRequest request = request(HttpMethod.HEAD, reference);
        try (HttpResponse response = place.caller().call(request, place.pull(), HEAD_STATUSES)) {
            if (response.status() == 404) {
                return Optional.empty();
            }
            Optional<Digest> digest = announcedDigest(response.headers());
            Optional<Long> size = response.contentLength();
            if (response.status() == 200 && digest.isPresent() && size.isPresent()
                    && response.header("Content-Type").isPresent()) {
                requireManifest(request, response);
                if (pin.isPresent() && !pin.get().equals(digest.get())) {
                    throw new InvalidContentException("%s: expected %s, the registry announces %s".formatted(request,
                            pin.get(), digest.get()));
                }
                return Optional.of(new Descriptor(mediaType(response), digest.get(), size.get()));
            }
        }
        try {
            return Optional.of(fetch(reference, pin).descriptor());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    RawManifest fetch(Digest digest) throws IOException {
        return fetch(digest.toString(), Optional.of(digest));
    }

    /** A manifest by tag, verified against the digest that came with it. */
    RawManifest fetch(Tag tag) throws IOException {
        return fetch(tag.value(), Optional.empty());
    }

    private RawManifest fetch(String reference, Optional<Digest> pin) throws IOException {
        HttpRequest request = request(HttpMethod.GET, reference);
        byte[] bytes;
        MediaType mediaType;
        Optional<Digest> expected;
        try (HttpResponse response = place.caller().call(request, place.pull(), Set.of(200))) {
            requireManifest(request, response);
            if (response.contentLength().orElse(0L) > RawManifest.MAX_SIZE) {
                throw tooLarge(request);
            }
            try {
                bytes = response.readUpTo(RawManifest.MAX_SIZE + 1);
            } catch (IOException e) {
                throw place.caller().unavailable(request, e);
            }
            if (bytes.length > RawManifest.MAX_SIZE) {
                throw tooLarge(request);
            }
            mediaType = response.header("Content-Type").isPresent() ? mediaType(response) : ManifestType.of(bytes);
            expected = pin.or(() -> announcedDigest(response.headers()));
        }
        RawManifest manifest = RawManifest.of(ManifestType.refine(mediaType, bytes), bytes,
                expected.map(Digest::algorithm).orElse(DigestAlgorithm.SHA256));
        if (expected.isPresent() && !expected.get().equals(manifest.digest())) {
            throw new InvalidContentException("%s: digest mismatch: expected %s, received %s (%d bytes)"
                    .formatted(request, expected.get(), manifest.digest(), bytes.length));
        }
        return manifest;
    }

    /** What a registry says after it has taken a manifest. */
    record Receipt(boolean knowsReferrers, List<Tag> tagged) {}

    /**
     * Stores a manifest under a tag or its digest.
     *
     * @param reference the tag or the digest
     * @param condition a header that makes it conditional, for registries that know it
     */
    Receipt put(RawManifest manifest, String reference, Optional<Condition> condition) throws IOException {
        return put(manifest, place.url("manifests/" + reference), condition);
    }

    /**
     * Stores a manifest under its digest and asks the registry to tag it in the same step, which those of version 1.2 of
     * the specification can ("Pushing Manifests with Tags"); the receipt says for which tags it did.
     */
    Receipt putByDigest(RawManifest manifest, List<Tag> tags, Optional<Condition> condition) throws IOException {
        HttpUrl url = place.url("manifests/" + manifest.digest());
        for (Tag tag : tags) {
            url = url.withParameter("tag", tag.value());
        }
        return put(manifest, url, condition);
    }

    private Receipt put(RawManifest manifest, HttpUrl url, Optional<Condition> condition) throws IOException {
        HttpRequest request = HttpRequest.of(HttpMethod.PUT, url)
                .with("Content-Type", manifest.mediaType().value())
                .withBody(RequestBody.of(manifest.bytes()));
        if (condition.isPresent()) {
            request = request.with(condition.get().header(), condition.get().value());
        }
        try (HttpResponse response = place.caller().call(request, place.push(), Set.of(200, 201, 202))) {
            Optional<Digest> stored = announcedDigest(response.headers());
            if (stored.isPresent() && stored.get().algorithm() == manifest.digest().algorithm()
                    && !stored.get().equals(manifest.digest())) {
                throw new InvalidContentException("%s: expected the registry to store %s, it stored %s".formatted(
                        request, manifest.digest(), stored.get()));
            }
            return new Receipt(response.header("OCI-Subject").isPresent(), tags(response.headers()));
        }
    }

    private static List<Tag> tags(HttpHeaders headers) {
        List<Tag> tags = new ArrayList<>();
        for (String value : headers.all("OCI-Tag")) {
            for (String name : value.split(",", -1)) {
                if (Tag.isValid(name.strip())) {
                    tags.add(new Tag(name.strip()));
                }
            }
        }
        return List.copyOf(tags);
    }

    /** {@code If-Match} or {@code If-None-Match}. */
    record Condition(String header, String value) {}

    boolean delete(String reference) throws IOException {
        HttpRequest request = place.request(HttpMethod.DELETE, "manifests/" + reference);
        try (HttpResponse response = place.caller().call(request, place.delete(), Set.of(200, 202, 204, 404))) {
            return response.status() != 404;
        }
    }

    private HttpRequest request(HttpMethod method, String reference) {
        return place.request(method, "manifests/" + reference).with("Accept", ACCEPT);
    }

    private static Optional<Digest> announcedDigest(HttpHeaders headers) {
        try {
            return headers.first("Docker-Content-Digest").map(Digest::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // of an algorithm nobody registered: as good as none
        }
    }

    private static MediaType mediaType(HttpResponse response) throws InvalidContentException {
        try {
            return MediaType.ofContentType(response.header("Content-Type").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new InvalidContentException("%s: %s".formatted(response.url(), e.getMessage()), e);
        }
    }

    /** Portals and mistaken addresses answer everything with a web page and 200. */
    private static void requireManifest(HttpRequest request, HttpResponse response) throws InvalidContentException {
        String type = response.header("Content-Type").orElse("");
        if (type.startsWith("text/html")) {
            throw new InvalidContentException("%s: expected a manifest, received a web page (%s)".formatted(request,
                    type));
        }
    }

    private static InvalidContentException tooLarge(HttpRequest request) {
        return new InvalidContentException("%s: expected a manifest of at most %d bytes, received more".formatted(
                request, RawManifest.MAX_SIZE));
    }
}
