package dev.anyarch.operations.copy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.graph.Follow;
import dev.anyarch.operations.graph.GraphLoader;
import dev.anyarch.operations.graph.ManifestGraph;
import dev.anyarch.operations.graph.Workers;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies images from any place to any other. Safe for several threads; each call is a copy of its own.
 *
 * <p>All manifests are read first, so what is missing or malformed is known before anything is written. Then blobs, then
 * manifests from the leaves up, then tags. A failure or an interrupt stops everything that is under way and leaves what is
 * in the target by then without a name; copying again goes on from there.
 */
public final class Copier {
    private final CopySettings settings;
    private final CopyListener listener;

    public Copier(CopySettings settings, CopyListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Does what {@code request} says.
     *
     * @throws dev.anyarch.store.NotFoundException when a manifest or blob is missing in {@code source}
     * @throws dev.anyarch.operations.graph.MissingPlatformException when a wanted platform is; nothing was written then
     * @throws PreconditionFailedException when a tag is not as the request wants it; no tag has moved then
     */
    public CopyResult copy(ImageSource source, ImageStore target, CopyRequest request)
            throws IOException, InterruptedException {
        checkEarly(target, request);
        GraphLoader loader = new GraphLoader(source, settings.limits(), settings.parallelism());
        Manifest root = loader.fetch(request.root());
        Subset subset = Subset.choose(loader, source.location(), root, request, settings.parallelism());
        ManifestGraph graph = loader.load(subset.roots(), new MissingOnly(subset.follow(), target, request.deep()));
        Attached attached = Attached.find(source, target, loader, graph, request, settings.parallelism());

        BlobMover mover = new BlobMover(source, target, request.mountFrom(), settings, listener);
        List<Descriptor> blobs = largestFirst(
                Stream.concat(graph.blobs().stream(), attached.blobs().stream()).toList());
        listener.planned(graph.manifests().size() + attached.manifests(), blobs.size(),
                blobs.stream().mapToLong(Descriptor::size).sum());
        Workers.forEach(blobs, settings.parallelism(), mover::move);

        int written = putAll(target, graph, subset.top().map(RawManifest::digest));
        written += attached.put((manifest, tags) -> put(target, manifest, tags, Precondition.NONE),
                settings.parallelism());
        if (subset.top().isPresent()) {
            putTop(target, subset.top().get(), request);
            written++;
        }
        return new CopyResult(subset.top().map(RawManifest::descriptor), subset.chosen(), rewritten(root, subset),
                written, mover.counts());
    }

    /**
     * Copies manifests, with what they list and need, without giving them a name.
     *
     * @param mountFrom the source's repository, when both are repositories of the same place
     */
    public CopyResult copyManifests(ImageSource source, ImageStore target, List<Descriptor> manifests,
            Optional<RepositoryName> mountFrom) throws IOException, InterruptedException {
        GraphLoader loader = new GraphLoader(source, settings.limits(), settings.parallelism());
        ManifestGraph graph = loader.load(manifests, new MissingOnly(Follow.everything(), target, false));
        BlobMover mover = new BlobMover(source, target, mountFrom, settings, listener);
        List<Descriptor> blobs = largestFirst(graph.blobs());
        listener.planned(graph.manifests().size(), blobs.size(), blobs.stream().mapToLong(Descriptor::size).sum());
        Workers.forEach(blobs, settings.parallelism(), mover::move);
        int written = putAll(target, graph, Optional.empty());
        return new CopyResult(Optional.empty(), manifests, Map.of(), written, mover.counts());
    }

    /** A tag that is not as wanted now will rarely be so after the transfer; better to say so before it. */
    private static void checkEarly(ImageStore target, CopyRequest request) throws IOException {
        for (Tag tag : request.tags()) {
            switch (request.precondition()) {
                case Precondition.None _ -> {
                    return;
                }
                case Precondition.TagAbsent _ -> {
                    Optional<Descriptor> found = target.resolve(tag);
                    if (found.isPresent()) {
                        throw new PreconditionFailedException("copy to %s: expected no tag %s, found it at %s"
                                .formatted(target.location(), tag, found.get().digest()));
                    }
                }
                case Precondition.TagAt at -> {
                    Optional<Digest> found = target.resolve(tag).map(Descriptor::digest);
                    if (!found.equals(Optional.of(at.digest()))) {
                        throw new PreconditionFailedException("copy to %s: expected tag %s at %s, found %s".formatted(
                                target.location(), tag, at.digest(),
                                found.map(Digest::toString).orElse("no such tag")));
                    }
                }
            }
        }
    }

    /** Each blob once, the largest first, so that none of them is begun when all others are done. */
    private static List<Descriptor> largestFirst(List<Descriptor> blobs) {
        Set<Digest> seen = new HashSet<>();
        return blobs.stream()
                .filter(blob -> seen.add(blob.digest()))
                .sorted(Comparator.comparingLong(Descriptor::size).reversed())
                .toList();
    }

    private int putAll(ImageStore target, ManifestGraph graph, Optional<Digest> top)
            throws IOException, InterruptedException {
        int written = 0;
        for (List<Manifest> group : graph.childrenFirst()) {
            List<Manifest> manifests = group.stream()
                    .filter(manifest -> !top.equals(Optional.of(manifest.digest())))
                    .toList();
            Workers.forEach(manifests, settings.parallelism(),
                    manifest -> put(target, manifest.raw(), List.of(), Precondition.NONE));
            written += manifests.size();
        }
        return written;
    }

    private void putTop(ImageStore target, RawManifest top, CopyRequest request) throws IOException {
        try {
            put(target, top, request.tags(), request.precondition());
        } catch (InvalidContentException e) {
            if (request.mode() == SubsetMode.SPARSE && !(request.platforms() instanceof PlatformChoice.All)) {
                throw new InvalidContentException(
                        "copy to %s: index %s is refused because some of its children are missing; copy with a rewritten index instead (%s)"
                                .formatted(target.location(), top.digest(), e.getMessage()),
                        e);
            }
            throw e;
        }
    }

    private void put(ImageStore target, RawManifest manifest, List<Tag> tags, Precondition precondition)
            throws IOException {
        target.putManifest(manifest, tags, precondition);
        listener.manifest(manifest.descriptor());
    }

    private static Map<Digest, Digest> rewritten(Manifest root, Subset subset) {
        return subset.top()
                .map(RawManifest::digest)
                .filter(digest -> !digest.equals(root.digest()))
                .map(digest -> Map.of(root.digest(), digest))
                .orElse(Map.of());
    }
}
