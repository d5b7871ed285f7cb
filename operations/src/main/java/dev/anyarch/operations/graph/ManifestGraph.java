package dev.anyarch.operations.graph;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Manifests and the manifests they list, each once. Immutable; made by a {@link GraphLoader}. */
public final class ManifestGraph {
    private final Map<Digest, Manifest> manifests;
    private final Set<Digest> settled;
    private final Map<Digest, Descriptor> looseBlobs;
    private final GraphLimits limits;

    ManifestGraph(Map<Digest, Manifest> manifests, Set<Digest> settled, Map<Digest, Descriptor> looseBlobs,
            GraphLimits limits) {
        this.manifests = Collections.unmodifiableMap(manifests);
        this.settled = Collections.unmodifiableSet(settled);
        this.looseBlobs = Collections.unmodifiableMap(looseBlobs);
        this.limits = limits;
    }

    public Optional<Manifest> find(Digest digest) {
        return Optional.ofNullable(manifests.get(digest));
    }

    /**
     * The manifest with this digest, which was loaded.
     *
     * @throws IllegalArgumentException when it was not
     */
    public Manifest manifest(Digest digest) {
        return find(digest)
                .orElseThrow(() -> new IllegalArgumentException("manifest %s was not loaded".formatted(digest)));
    }

    /** All manifests, roots first. */
    public Collection<Manifest> manifests() {
        return manifests.values();
    }

    /**
     * The entries of {@code index} in order, with every index among them that was loaded replaced by what it lists; an
     * index that is listed twice counts once.
     */
    public List<Descriptor> leaves(ImageIndex index) {
        List<Descriptor> leaves = new ArrayList<>();
        addLeaves(index, leaves, new HashSet<>());
        return List.copyOf(leaves);
    }

    private void addLeaves(ImageIndex index, List<Descriptor> leaves, Set<Digest> visited) {
        for (Descriptor entry : index.manifests()) {
            if (!(manifests.get(entry.digest()) instanceof ImageIndex nested)) {
                leaves.add(entry);
            } else if (visited.add(entry.digest())) {
                addLeaves(nested, leaves, visited);
            }
        }
    }

    /** Digests of the manifests that {@link Follow#isSettled} left out. */
    public Set<Digest> settled() {
        return settled;
    }

    /** The blobs that the manifests need, each once. */
    public List<Descriptor> blobs() {
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        manifests.values()
                .forEach(manifest -> manifest.blobs().forEach(blob -> blobs.putIfAbsent(blob.digest(), blob)));
        looseBlobs.forEach(blobs::putIfAbsent);
        return List.copyOf(blobs.values());
    }

    /**
     * The manifests in groups: what a manifest lists is always in an earlier group, so a place that insists on it can be
     * filled group by group.
     */
    public List<List<Manifest>> childrenFirst() throws InvalidContentException {
        Map<Digest, Integer> heights = new HashMap<>();
        NavigableMap<Integer, List<Manifest>> groups = new TreeMap<>();
        for (Manifest manifest : manifests.values()) {
            groups.computeIfAbsent(height(manifest, heights, 1), height -> new ArrayList<>()).add(manifest);
        }
        return groups.values().stream().map(List::copyOf).toList();
    }

    private int height(Manifest manifest, Map<Digest, Integer> heights, int depth) throws InvalidContentException {
        Integer known = heights.get(manifest.digest());
        if (known != null) {
            return known;
        }
        // The shortest way to a manifest was bounded while loading; this bounds the longest.
        if (depth > limits.maxDepth()) {
            throw new InvalidContentException("manifest %s: expected at most %d indexes within each other"
                    .formatted(manifest.digest(), limits.maxDepth()));
        }
        int height = 0;
        for (Descriptor child : manifest.children()) {
            Manifest loaded = manifests.get(child.digest());
            if (loaded != null) {
                height = Math.max(height, height(loaded, heights, depth + 1) + 1);
            }
        }
        heights.put(manifest.digest(), height);
        return height;
    }
}
