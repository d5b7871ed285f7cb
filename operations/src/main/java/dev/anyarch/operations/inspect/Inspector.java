package dev.anyarch.operations.inspect;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.graph.GraphLoader;
import dev.anyarch.operations.graph.ManifestGraph;
import dev.anyarch.operations.graph.Workers;
import dev.anyarch.operations.inspect.InspectedImage.Attestation;
import dev.anyarch.operations.inspect.InspectedImage.Content;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads what a name stands for, never a layer. Safe for several threads. */
public final class Inspector {
    private static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

    private final GraphLimits limits;
    private final int parallelism;
    private final boolean referrers;

    public Inspector(GraphLimits limits, int parallelism) {
        this(limits, parallelism, false);
    }

    /**
     * An inspector that may look for referrers too.
     *
     * @param referrers one more request for every image
     */
    public Inspector(GraphLimits limits, int parallelism, boolean referrers) {
        this.limits = limits;
        this.parallelism = parallelism;
        this.referrers = referrers;
    }

    /** A platform and the manifest for it. */
    public record PlatformEntry(Platform platform, Descriptor entry) {}

    /**
     * The platforms of an image. Configurations are read only where no entry says the platform, as for a single image.
     */
    public List<PlatformEntry> platforms(ImageSource source, Descriptor root)
            throws IOException, InterruptedException {
        GraphLoader loader = new GraphLoader(source, limits, parallelism);
        List<Descriptor> entries = entries(loader, root);
        List<Optional<Platform>> platforms = Workers.map(entries, parallelism, loader::platform);
        return IntStream.range(0, entries.size())
                .mapToObj(i -> platforms.get(i).map(platform -> new PlatformEntry(platform, entries.get(i))))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Everything about an image and its platforms. A child that is missing is shown as missing; a missing root is an
     * error.
     *
     * @param name for the answer
     */
    public ImageInspection inspect(String name, ImageSource source, Descriptor root)
            throws IOException, InterruptedException {
        GraphLoader loader = new GraphLoader(source, limits, parallelism);
        Manifest manifest = loader.fetch(root);
        List<Descriptor> entries = entries(loader, root);
        List<Descriptor> images = entries.stream().filter(entry -> !entry.isAttachment()).toList();
        Map<String, List<Attestation>> attestations = attestations(loader, entries);
        List<InspectedImage> inspected = Workers.map(images, parallelism, entry -> {
            List<Attestation> own = attestations.getOrDefault(entry.digest().toString(), List.of());
            return inspect(loader, source, entry, own);
        });
        boolean single = !(manifest instanceof ImageIndex);
        return new ImageInspection(name, manifest.raw().descriptor(), annotations(manifest), inspected,
                single ? List.of() : referrers(source, root.digest()), distinctSize(loader, images));
    }

    private List<Descriptor> entries(GraphLoader loader, Descriptor root) throws IOException, InterruptedException {
        ManifestGraph indexes = loader.load(List.of(root), (_, entry) -> entry.mediaType().isIndex());
        Manifest manifest = indexes.manifest(root.digest());
        return manifest instanceof ImageIndex index ? indexes.leaves(index) : List.of(manifest.raw().descriptor());
    }

    private InspectedImage inspect(GraphLoader loader, ImageSource source, Descriptor entry,
            List<Attestation> attestations) throws IOException {
        Optional<Content> content = content(loader, entry);
        Optional<Platform> platform = entry.platform()
                .filter(written -> !written.isEmpty())
                .or(() -> content.flatMap(Content::configPlatform));
        return new InspectedImage(entry, platform, content, attestations, referrers(source, entry.digest()));
    }

    private static Optional<Content> content(GraphLoader loader, Descriptor entry) throws IOException {
        Optional<Manifest> manifest = find(loader, entry);
        if (!(manifest.orElse(null) instanceof ImageManifest image)) {
            return Optional.empty();
        }
        Optional<ImageConfig> config = loader.config(image);
        Optional<String> created = config.isPresent() ? config.get().created() : Optional.empty();
        Optional<Platform> platform = config.isPresent() ? Optional.of(config.get().platform()) : Optional.empty();
        return Optional.of(new Content(image.layers(), image.layers().stream().mapToLong(Descriptor::size).sum(),
                created, platform.filter(written -> !written.isEmpty()), Json.ofStrings(image.annotations()),
                image.artifactType()));
    }

    private Map<String, List<Attestation>> attestations(GraphLoader loader, List<Descriptor> entries)
            throws IOException, InterruptedException {
        List<Descriptor> attachments = entries.stream().filter(Descriptor::isAttachment).toList();
        List<Attestation> read = Workers.map(attachments, parallelism, entry -> attestation(loader, entry));
        Map<String, List<Attestation>> bySubject = new HashMap<>();
        for (Attestation attestation : read) {
            String subject = attestation.entry()
                    .annotations()
                    .getOrDefault(Annotations.DOCKER_REFERENCE_DIGEST, "");
            bySubject.merge(subject, List.of(attestation), (first, second) -> Stream
                    .concat(first.stream(), second.stream())
                    .toList());
        }
        return bySubject;
    }

    private static Attestation attestation(GraphLoader loader, Descriptor entry) throws IOException {
        if (!(find(loader, entry).orElse(null) instanceof ImageManifest image)) {
            return new Attestation(entry, List.of());
        }
        return new Attestation(entry, image.layers()
                .stream()
                .flatMap(layer -> Optional.ofNullable(layer.annotations().get(PREDICATE_TYPE)).stream())
                .distinct()
                .toList());
    }

    private static Optional<Manifest> find(GraphLoader loader, Descriptor entry) throws IOException {
        try {
            return Optional.of(loader.fetch(entry));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private List<Descriptor> referrers(ImageSource source, Digest digest) throws IOException {
        return referrers ? source.referrers(digest, Optional.empty()) : List.of();
    }

    /** Of the images that are there; the loader has their manifests, so nothing is fetched again. */
    private static long distinctSize(GraphLoader loader, List<Descriptor> images) throws IOException {
        Map<Digest, Long> sizes = new HashMap<>();
        for (Descriptor entry : images) {
            find(loader, entry).ifPresent(
                    manifest -> manifest.blobs().forEach(blob -> sizes.putIfAbsent(blob.digest(), blob.size())));
        }
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, String> annotations(Manifest manifest) {
        if (manifest instanceof ImageIndex index) {
            return index.annotations();
        }
        return manifest instanceof ImageManifest image ? image.annotations() : Map.of();
    }
}
