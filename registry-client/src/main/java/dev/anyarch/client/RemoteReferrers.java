package dev.anyarch.client;

import dev.anyarch.client.http.HttpMethod;
import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.OtherManifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.PreconditionFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The referrers of manifests (OCI distribution-spec, "Listing Referrers"): asked of the registry where it knows, kept in an
 * index under a tag named after the subject where it does not ("Unavailable Referrers API").
 */
final class RemoteReferrers {
    private static final int FALLBACK_ATTEMPTS = 4;

    private final RemotePlace place;
    private final RemoteManifests manifests;

    RemoteReferrers(RemotePlace place) {
        this.place = place;
        this.manifests = new RemoteManifests(place);
    }

    List<Descriptor> list(Digest subject, Optional<String> artifactType) throws IOException {
        HttpUrl url = place.url("referrers/" + subject);
        if (artifactType.isPresent()) {
            url = url.withParameter("artifactType", artifactType.get());
        }
        List<JsonFields> pages = Pages.read(place.caller(), HttpRequest.of(HttpMethod.GET, url)
                .with("Accept", MediaType.OCI_INDEX.value()), place.pull());
        List<Descriptor> referrers = new ArrayList<>();
        if (pages.isEmpty()) {
            referrers.addAll(fallback(subject).map(ImageIndex::manifests).orElse(List.of()));
        }
        for (JsonFields page : pages) {
            for (JsonFields entry : page.objects("manifests")) {
                referrers.add(Descriptor.fromJson(entry));
            }
        }
        // Filtering is something that a registry may do.
        artifactType.ifPresent(type -> referrers.removeIf(entry -> !entry.artifactType().equals(Optional.of(type))));
        return List.copyOf(referrers);
    }

    /** Adds a manifest to the index of its subject's referrers, for a registry that does not do so itself. */
    void addToFallback(Manifest referrer, Digest subject) throws IOException {
        Descriptor entry = describe(referrer);
        changeFallback(subject, entries -> {
            if (entries.stream().noneMatch(present -> present.digest().equals(entry.digest()))) {
                entries.add(entry);
            }
        });
    }

    /** Takes a deleted manifest out of that index, where there is one. */
    void removeFromFallback(Digest referrer, Digest subject) throws IOException {
        changeFallback(subject, entries -> entries.removeIf(present -> present.digest().equals(referrer)));
    }

    private void changeFallback(Digest subject, Consumer<List<Descriptor>> change) throws IOException {
        for (int attempt = 1;; attempt++) {
            Optional<ImageIndex> current = fallback(subject);
            List<Descriptor> before = current.map(ImageIndex::manifests).orElse(List.of());
            List<Descriptor> entries = new ArrayList<>(before);
            change.accept(entries);
            if (entries.equals(before)) {
                return;
            }
            ImageIndex changed = ImageIndex.create(MediaType.OCI_INDEX, entries,
                    current.map(ImageIndex::annotations).orElse(Map.of()));
            // Two that add at the same time: a registry with conditions refuses the second one, which starts over.
            RemoteManifests.Condition condition = current
                    .map(index -> new RemoteManifests.Condition("If-Match", "\"" + index.digest() + "\""))
                    .orElse(new RemoteManifests.Condition("If-None-Match", "*"));
            try {
                manifests.put(changed.raw(), fallbackTag(subject).value(), Optional.of(condition));
                return;
            } catch (PreconditionFailedException e) {
                if (attempt == FALLBACK_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Optional<ImageIndex> fallback(Digest subject) throws IOException {
        try {
            RawManifest raw = manifests.fetch(fallbackTag(subject));
            return raw.parse() instanceof ImageIndex index ? Optional.of(index) : Optional.empty();
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** {@code sha256-…}, cut to the length of a tag. */
    static Tag fallbackTag(Digest subject) {
        String name = subject.algorithm().id() + "-" + subject.encoded();
        return new Tag(name.substring(0, Math.min(128, name.length())));
    }

    /** How a referrer is listed: with its artifact type, which for an image is that of its config, and annotations. */
    private static Descriptor describe(Manifest referrer) {
        Descriptor bare = referrer.raw().descriptor();
        return switch (referrer) {
            case ImageManifest image -> bare.withAnnotations(image.annotations())
                    .withArtifactType(image.artifactType().orElse(image.config().mediaType().value()));
            case ImageIndex index -> {
                Descriptor annotated = bare.withAnnotations(index.annotations());
                yield index.artifactType().map(annotated::withArtifactType).orElse(annotated);
            }
            case OtherManifest _ -> bare;
        };
    }
}
