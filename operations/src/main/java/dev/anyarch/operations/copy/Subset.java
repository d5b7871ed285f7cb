package dev.anyarch.operations.copy;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.graph.Follow;
import dev.anyarch.operations.graph.GraphLoader;
import dev.anyarch.operations.graph.ManifestGraph;
import dev.anyarch.operations.graph.MissingPlatformException;
import dev.anyarch.operations.graph.PlatformMatch;
import dev.anyarch.operations.graph.Workers;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a root is copied, decided before the first write.
 *
 * @param top the manifest that gets the tags; empty when several children are copied without an index
 * @param roots of the graph to copy, without {@code top} where that is made here
 * @param follow below the roots
 * @param chosen the entries chosen by platform; none when everything is copied
 */
record Subset(Optional<RawManifest> top, List<Descriptor> roots, Follow follow, List<Descriptor> chosen) {

    static Subset choose(GraphLoader loader, String location, Manifest root, CopyRequest request, int parallelism)
            throws IOException, InterruptedException {
        if (request.platforms() instanceof PlatformChoice.All) {
            return everything(request, root);
        }
        String subject = "copy of %s from %s".formatted(root.digest(), location);
        if (!(root instanceof ImageIndex index)) {
            List<Platform> own = loader.platform(request.root()).stream().toList();
            check(subject, request.platforms(), own);
            return everything(request, root);
        }
        ManifestGraph indexes = loader.load(List.of(request.root()), (_, entry) -> entry.mediaType().isIndex());
        List<Descriptor> entries = indexes.leaves(index);
        List<Optional<Platform>> platforms = Workers.map(entries, parallelism, loader::platform);
        check(subject, request.platforms(), platforms.stream().flatMap(Optional::stream).toList());
        Set<Descriptor> images = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (platforms.get(i).filter(platform -> accepts(request.platforms(), platform)).isPresent()) {
                images.add(entries.get(i));
            }
        }
        Set<String> digests = images.stream().map(image -> image.digest().toString()).collect(Collectors.toSet());
        List<Descriptor> chosen = entries.stream()
                .filter(entry -> images.contains(entry) || entry.isAttachment() && digests
                        .contains(entry.annotations().getOrDefault(Annotations.DOCKER_REFERENCE_DIGEST, "")))
                .toList();
        return switch (request.mode()) {
            case REWRITE ->
                new Subset(Optional.of(rewrite(index, indexes, chosen)), chosen, Follow.everything(), chosen);
            case SPARSE ->
                new Subset(Optional.of(root.raw()), List.of(request.root()), sparse(indexes, chosen), chosen);
            case CHILDREN -> new Subset(soleImage(loader, images), chosen, Follow.everything(), chosen);
        };
    }

    /** Without an index, a tag can only be given to an image that is alone. */
    private static Optional<RawManifest> soleImage(GraphLoader loader, Set<Descriptor> images) throws IOException {
        return images.size() == 1 ? Optional.of(loader.fetch(images.iterator().next()).raw()) : Optional.empty();
    }

    private static Subset everything(CopyRequest request, Manifest root) {
        return new Subset(Optional.of(root.raw()), List.of(request.root()), Follow.everything(), List.of());
    }

    private static void check(String subject, PlatformChoice choice, List<Platform> available)
            throws MissingPlatformException {
        switch (choice) {
            case PlatformChoice.All _ -> {
            }
            case PlatformChoice.Named named -> {
                List<Platform> missing = named.platforms()
                        .stream()
                        .filter(wanted -> available.stream().noneMatch(one -> PlatformMatch.matches(wanted, one)))
                        .toList();
                if (!missing.isEmpty()) {
                    throw new MissingPlatformException(subject,
                            missing.stream().map(Platform::toString).collect(Collectors.joining(", ")), available);
                }
            }
            case PlatformChoice.Matching matching -> {
                if (available.stream().noneMatch(matching.accepts())) {
                    throw new MissingPlatformException(subject, "a platform matching " + matching.filter(), available);
                }
            }
        }
    }

    private static boolean accepts(PlatformChoice choice, Platform platform) {
        return switch (choice) {
            case PlatformChoice.All _ -> true;
            case PlatformChoice.Named named ->
                named.platforms().stream().anyMatch(wanted -> PlatformMatch.matches(wanted, platform));
            case PlatformChoice.Matching matching -> matching.accepts().test(platform);
        };
    }

    /** Only the chosen entries, and those indexes that lead to one of them. */
    private static Follow sparse(ManifestGraph indexes, List<Descriptor> chosen) {
        Set<Digest> wanted = chosen.stream().map(Descriptor::digest).collect(Collectors.toSet());
        return (_, entry) -> wanted.contains(entry.digest())
                || indexes.find(entry.digest()).orElse(null) instanceof ImageIndex nested
                        && indexes.leaves(nested).stream().anyMatch(leaf -> wanted.contains(leaf.digest()));
    }

    /** The index with the chosen entries alone; what else the index says, and how the entries are written, stays. */
    private static RawManifest rewrite(ImageIndex index, ManifestGraph indexes, List<Descriptor> chosen)
            throws InvalidContentException {
        if (chosen.equals(index.manifests())) {
            return index.raw();
        }
        Map<Descriptor, Json> written = new HashMap<>();
        for (Manifest manifest : indexes.manifests()) {
            if (object(manifest).find("manifests").orElse(Json.NULL) instanceof Json.Arr entries) {
                for (int i = 0; i < entries.elements().size(); i++) {
                    written.putIfAbsent(manifest.children().get(i), entries.elements().get(i));
                }
            }
        }
        List<Json> kept = chosen.stream().distinct().map(entry -> written.getOrDefault(entry, entry.toJson())).toList();
        Json.Obj rewritten = object(index).with("manifests", new Json.Arr(kept));
        return RawManifest.of(index.mediaType(), JsonWriter.compact(rewritten), index.digest().algorithm());
    }

    private static Json.Obj object(Manifest manifest) throws InvalidContentException {
        return JsonReader.readObject(manifest.raw().bytes(), "manifest " + manifest.digest());
    }
}
