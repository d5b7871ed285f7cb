package dev.anyarch.operations.copy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.graph.GraphLoader;
import dev.anyarch.operations.graph.ManifestGraph;
import dev.anyarch.operations.graph.Workers;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What hangs on the copied manifests without being listed by them: referrers, and tags named after a digest.
 *
 * @param graphs each in an order that can be written
 * @param tagged the manifest that each such tag gets
 */
record Attached(List<ManifestGraph> graphs, Map<Tag, RawManifest> tagged) {
    /** Referrers of referrers of referrers: a signature of an SBOM of an image is three. */
    private static final int MAX_ROUNDS = 8;

    /** The tag schema of the distribution specification, which cosign uses too, with a suffix. */
    private static final Pattern DIGEST_TAG = Pattern.compile("(sha256-[0-9a-f]{64}|sha512-[0-9a-f]{64,128})(\\..+)?");

    /** Writes a manifest to the target. */
    @FunctionalInterface
    interface Put {
        void put(RawManifest manifest, List<Tag> tags) throws IOException;
    }

    static Attached find(ImageSource source, ImageStore target, GraphLoader loader, ManifestGraph main,
            CopyRequest request, int parallelism) throws IOException, InterruptedException {
        List<ManifestGraph> graphs = new ArrayList<>();
        Set<Digest> copied = digests(main);
        if (request.referrers()) {
            List<Digest> subjects = List.copyOf(copied);
            for (int round = 0; round < MAX_ROUNDS && !subjects.isEmpty(); round++) {
                List<Descriptor> found = Workers.map(subjects, parallelism,
                        subject -> source.referrers(subject, Optional.empty()))
                        .stream()
                        .flatMap(List::stream)
                        .filter(referrer -> !copied.contains(referrer.digest()))
                        .toList();
                ManifestGraph graph = loader.load(found, new MissingOnly((_, _) -> true, target, request.deep()));
                graphs.add(graph);
                subjects = digests(graph).stream().filter(copied::add).toList();
            }
        }
        Map<Tag, RawManifest> tagged = new LinkedHashMap<>();
        if (request.digestTags()) {
            for (Tag tag : source.tags()) {
                Optional<Descriptor> found = isNamedAfter(tag, copied) ? source.resolve(tag) : Optional.empty();
                if (found.isPresent()) {
                    tagged.put(tag, withTheTargets(loader.fetch(found.get()), target, tag));
                    graphs.add(loader.load(List.of(found.get()),
                            new MissingOnly((_, _) -> true, target, request.deep())));
                }
            }
        }
        return new Attached(graphs, tagged);
    }

    private static Set<Digest> digests(ManifestGraph graph) {
        Set<Digest> digests = new HashSet<>(graph.settled());
        graph.manifests().forEach(manifest -> digests.add(manifest.digest()));
        return digests;
    }

    private static boolean isNamedAfter(Tag tag, Set<Digest> digests) {
        Matcher matcher = DIGEST_TAG.matcher(tag.value());
        return matcher.matches() && digests.stream()
                .anyMatch(digest -> digest.toString().replace(':', '-').startsWith(matcher.group(1)));
    }

    /**
     * The index under a tag without a suffix lists the referrers of a digest. When the target has one of its own, what it
     * lists stays listed.
     */
    private static RawManifest withTheTargets(Manifest ours, ImageStore target, Tag tag) throws IOException {
        Optional<Descriptor> theirs = tag.value().indexOf('.') < 0 ? target.resolve(tag) : Optional.empty();
        if (theirs.isEmpty() || theirs.get().digest().equals(ours.digest()) || !(ours instanceof ImageIndex index)
                || !(target.fetchManifest(theirs.get().digest()).parse() instanceof ImageIndex other)) {
            return ours.raw();
        }
        Map<Digest, Descriptor> entries = new LinkedHashMap<>();
        other.manifests().forEach(entry -> entries.put(entry.digest(), entry));
        index.manifests().forEach(entry -> entries.putIfAbsent(entry.digest(), entry));
        return ImageIndex.create(index.mediaType(), List.copyOf(entries.values()), index.subject(),
                index.artifactType(), index.annotations(), Json.Obj.EMPTY).raw();
    }

    int manifests() {
        return graphs.stream().mapToInt(graph -> graph.manifests().size()).sum();
    }

    List<Descriptor> blobs() {
        return graphs.stream().flatMap(graph -> graph.blobs().stream()).toList();
    }

    /** Writes everything, tags after all manifests; answers how many manifests. */
    int put(Put put, int parallelism) throws IOException, InterruptedException {
        int written = 0;
        Set<Digest> once = new HashSet<>();
        for (ManifestGraph graph : graphs) {
            for (List<Manifest> group : graph.childrenFirst()) {
                List<Manifest> manifests = group.stream().filter(manifest -> once.add(manifest.digest())).toList();
                Workers.forEach(manifests, parallelism, manifest -> put.put(manifest.raw(), List.of()));
                written += manifests.size();
            }
        }
        for (Map.Entry<Tag, RawManifest> entry : tagged.entrySet()) {
            put.put(entry.getValue(), List.of(entry.getKey()));
        }
        return written;
    }
}
