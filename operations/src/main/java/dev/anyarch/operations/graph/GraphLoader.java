package dev.anyarch.operations.graph;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Loads manifests of one source for one operation and fetches none twice. Safe for several threads.
 *
 * <p>A graph is loaded level by level, all manifests of a level at once; a manifest that is listed twice belongs to the
 * graph once, which also ends every cycle.
 */
public final class GraphLoader {
    private final ImageSource source;
    private final GraphLimits limits;
    private final int parallelism;
    private final Map<Digest, Manifest> fetched = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    public GraphLoader(ImageSource source, GraphLimits limits, int parallelism) {
        this.source = source;
        this.limits = limits;
        this.parallelism = parallelism;
    }

    /**
     * The manifest of {@code root}.
     *
     * @throws NotFoundException when it is missing
     * @throws InvalidContentException when it is malformed or not of the size that {@code root} says
     */
    public Manifest fetch(Descriptor root) throws IOException {
        return fetch(new Listing(root, Optional.empty()));
    }

    /**
     * Loads {@code roots} and what they list.
     *
     * @throws NotFoundException when a manifest is missing; the message says which, and which index lists it
     * @throws InvalidContentException when one is malformed, is not of the size that its index says, or the graph is
     *     beyond the limits
     */
    public ManifestGraph load(Collection<Descriptor> roots, Follow follow) throws IOException, InterruptedException {
        Map<Digest, Manifest> manifests = new LinkedHashMap<>();
        Set<Digest> settled = new HashSet<>();
        Map<Digest, Descriptor> looseBlobs = new LinkedHashMap<>();
        Map<Digest, Listing> level = new LinkedHashMap<>();
        roots.forEach(root -> level.putIfAbsent(root.digest(), new Listing(root, Optional.empty())));
        for (int depth = 1; !level.isEmpty(); depth++) {
            checkLimits(depth, manifests.size() + level.size());
            List<Loaded> loaded = Workers.map(List.copyOf(level.values()), parallelism,
                    listing -> load(listing, follow));
            level.clear();
            for (Loaded one : loaded) {
                one.manifest.ifPresentOrElse(manifest -> manifests.put(one.listing.entry.digest(), manifest),
                        () -> settled.add(one.listing.entry.digest()));
            }
            for (Loaded one : loaded) {
                for (Descriptor entry : one.wanted) {
                    if (isBlob(entry.mediaType())) {
                        looseBlobs.putIfAbsent(entry.digest(), entry);
                    } else if (!manifests.containsKey(entry.digest()) && !settled.contains(entry.digest())) {
                        level.putIfAbsent(entry.digest(),
                                new Listing(entry, Optional.of(one.listing.entry.digest())));
                    }
                }
            }
        }
        return new ManifestGraph(manifests, settled, looseBlobs, limits);
    }

    /**
     * The configuration of an image; empty when {@code manifest} is no image but another artifact.
     *
     * @throws NotFoundException when it is missing; the message says of which manifest
     */
    public Optional<ImageConfig> config(ImageManifest manifest) throws IOException {
        Descriptor config = manifest.config();
        if (!config.mediaType().isImageConfig()) {
            return Optional.empty();
        }
        if (config.size() > ImageConfig.MAX_SIZE) {
            throw new InvalidContentException("%s: config %s of manifest %s: expected at most %d bytes, found %d"
                    .formatted(source.location(), config.digest(), manifest.digest(), ImageConfig.MAX_SIZE,
                            config.size()));
        }
        try (InputStream in = source.openBlob(config)) {
            return Optional.of(ImageConfig.parse(in.readAllBytes()));
        } catch (NotFoundException e) {
            throw new NotFoundException("%s: expected config %s of manifest %s, which is missing there".formatted(
                    source.location(), config.digest(), manifest.digest()), e);
        }
    }

    /**
     * What an entry of an index runs on: as the entry says, otherwise as the image's configuration says. Empty for an
     * attachment, for an index, and for what is no image.
     */
    public Optional<Platform> platform(Descriptor entry) throws IOException {
        if (entry.isAttachment()) {
            return Optional.empty();
        }
        if (entry.platform().isPresent() && !entry.platform().get().isEmpty()) {
            return entry.platform().filter(platform -> !platform.isUnknown());
        }
        if (!entry.mediaType().isImageManifest() || !(fetch(entry) instanceof ImageManifest image)) {
            return Optional.empty();
        }
        Optional<ImageConfig> config = config(image);
        return config.isPresent()
                ? Optional.of(config.get().platform()).filter(written -> !written.isEmpty())
                : Optional.empty();
    }

    /** An entry and the index that lists it; a root is listed nowhere. */
    private record Listing(Descriptor entry, Optional<Digest> index) {
        @Override
        public String toString() {
            String platform = entry.platform().map(written -> " (" + written + ")").orElse("");
            return index.map(digest -> "manifest %s%s, listed in index %s".formatted(entry.digest(), platform, digest))
                    .orElseGet(() -> "manifest " + entry.digest());
        }
    }

    private record Loaded(Listing listing, Optional<Manifest> manifest, List<Descriptor> wanted) {}

    private Loaded load(Listing listing, Follow follow) throws IOException {
        if (follow.isSettled(listing.entry)) {
            return new Loaded(listing, Optional.empty(), List.of());
        }
        Manifest manifest = fetch(listing);
        List<Descriptor> wanted = new ArrayList<>();
        if (manifest instanceof ImageIndex index) {
            index.manifests().stream().filter(entry -> follow.wants(index, entry)).forEach(wanted::add);
        }
        return new Loaded(listing, Optional.of(manifest), wanted);
    }

    private Manifest fetch(Listing listing) throws IOException {
        Manifest known = fetched.get(listing.entry.digest());
        if (known != null) {
            return known;
        }
        Manifest manifest;
        try {
            manifest = source.fetchManifest(listing.entry.digest()).parse();
        } catch (NotFoundException e) {
            throw new NotFoundException("%s: expected %s, which is missing there".formatted(source.location(), listing),
                    e);
        }
        if (manifest.raw().size() != listing.entry.size()) {
            throw new InvalidContentException("%s: %s: expected %d bytes, found %d".formatted(source.location(),
                    listing, listing.entry.size(), manifest.raw().size()));
        }
        if (bytes.addAndGet(manifest.raw().size()) > limits.maxBytes()) {
            throw new InvalidContentException("%s: %s: expected at most %d bytes of manifests in one graph, found more"
                    .formatted(source.location(), listing, limits.maxBytes()));
        }
        fetched.put(listing.entry.digest(), manifest);
        return manifest;
    }

    private void checkLimits(int depth, int count) throws InvalidContentException {
        if (depth > limits.maxDepth()) {
            throw new InvalidContentException("%s: expected at most %d indexes within each other, found more"
                    .formatted(source.location(), limits.maxDepth()));
        }
        if (count > limits.maxManifests()) {
            throw new InvalidContentException("%s: expected at most %d manifests in one graph, found more"
                    .formatted(source.location(), limits.maxManifests()));
        }
    }

    /**
     * Whether an entry of an index is a blob: BuildKit's exported caches list layers and their configuration directly in
     * an index, where the specification expects manifests.
     */
    private static boolean isBlob(MediaType mediaType) {
        String value = mediaType.value();
        return mediaType.isImageConfig() || value.contains(".image.layer.") || value.contains(".image.rootfs.")
                || value.startsWith("application/vnd.buildkit.cacheconfig.");
    }
}
