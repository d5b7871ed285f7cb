package dev.anyarch.operations.index;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.graph.MissingPlatformException;
import dev.anyarch.operations.graph.PlatformMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From entries to an index: a pure function, the same bytes for the same entries in the same order. */
public final class IndexAssembly {
    private final IndexOptions options;
    private final List<IndexPlan.Entry> entries = new ArrayList<>();

    private IndexAssembly(IndexOptions options) {
        this.options = options;
    }

    /**
     * The plan of an index of {@code sources}, in their order, each attestation where its source has it.
     *
     * @throws InvalidContentException when entry and configuration disagree about the platform, or two different images
     *     are for the same one
     * @throws MissingPlatformException when a required platform is missing
     * @throws IllegalArgumentException when the format cannot say what was asked for
     */
    public static IndexPlan assemble(List<SourceEntry> sources, IndexOptions options, List<IndexTarget> targets)
            throws InvalidContentException, MissingPlatformException {
        IndexAssembly assembly = new IndexAssembly(options);
        for (SourceEntry source : sources) {
            assembly.add(source);
        }
        assembly.dropStrayAttachments();
        assembly.checkRequired();
        return new IndexPlan(assembly.entries, assembly.index(sources), targets);
    }

    private void add(SourceEntry source) throws InvalidContentException {
        if (source.entry().isAttachment()) {
            addOnce(source, source.entry());
            return;
        }
        Optional<Platform> platform = EntryPlatform.decide(source, options.trust());
        Descriptor entry = platform.map(source.entry()::withPlatform).orElse(source.entry());
        if (!source.source().annotations().isEmpty()) {
            Map<String, String> annotations = new LinkedHashMap<>(entry.annotations());
            annotations.putAll(source.source().annotations());
            entry = entry.withAnnotations(annotations);
        }
        Optional<IndexPlan.Entry> same = platform.flatMap(this::find);
        if (same.isEmpty()) {
            addOnce(source, entry);
        } else if (!same.get().descriptor().digest().equals(entry.digest())) {
            replace(same.get(), new IndexPlan.Entry(entry, source.source()), platform.get());
        }
    }

    private Optional<IndexPlan.Entry> find(Platform platform) {
        return entries.stream()
                .filter(entry -> !entry.descriptor().isAttachment()
                        && entry.descriptor().platform().filter(platform::isSameAs).isPresent())
                .findFirst();
    }

    private void replace(IndexPlan.Entry earlier, IndexPlan.Entry later, Platform platform)
            throws InvalidContentException {
        if (!options.replace()) {
            throw new InvalidContentException(
                    "index: expected one image for %s, found %s from %s and %s from %s; leave one out, or let the later one replace the earlier"
                            .formatted(platform, earlier.descriptor().digest(), earlier.source().name(),
                                    later.descriptor().digest(), later.source().name()));
        }
        entries.set(entries.indexOf(earlier), later);
    }

    private void addOnce(SourceEntry source, Descriptor descriptor) {
        if (entries.stream().noneMatch(entry -> entry.descriptor().equals(descriptor))) {
            entries.add(new IndexPlan.Entry(descriptor, source.source()));
        }
    }

    /** The attestation of an image that was replaced is of no use to anyone. */
    private void dropStrayAttachments() {
        Set<String> images = entries.stream()
                .map(entry -> entry.descriptor().digest().toString())
                .collect(Collectors.toSet());
        entries.removeIf(entry -> entry.descriptor().isAttachment() && !images
                .contains(entry.descriptor().annotations().getOrDefault(Annotations.DOCKER_REFERENCE_DIGEST, "")));
    }

    private void checkRequired() throws MissingPlatformException {
        List<Platform> found = entries.stream()
                .filter(entry -> !entry.descriptor().isAttachment())
                .flatMap(entry -> entry.descriptor().platform().stream())
                .toList();
        List<Platform> missing = options.require()
                .stream()
                .filter(wanted -> found.stream().noneMatch(platform -> PlatformMatch.matches(wanted, platform)))
                .toList();
        if (!missing.isEmpty()) {
            throw new MissingPlatformException("index",
                    missing.stream().map(Platform::toString).collect(Collectors.joining(", ")), found);
        }
    }

    private RawManifest index(List<SourceEntry> sources) throws InvalidContentException {
        List<Descriptor> descriptors = entries.stream().map(IndexPlan.Entry::descriptor).toList();
        Optional<ImageIndex> only = onlyIndex(sources);
        Map<String, String> annotations = new LinkedHashMap<>(only.map(ImageIndex::annotations).orElse(Map.of()));
        annotations.putAll(options.annotations());
        MediaType mediaType = mediaType(descriptors, annotations);
        // An index of which nothing changes keeps its bytes, and with them its digest and signatures.
        if (only.isPresent() && only.get().manifests().equals(descriptors)
                && only.get().annotations().equals(annotations) && (only.get().mediaType().equals(mediaType)
                        || options.format() == IndexFormat.AUTO)) {
            return only.get().raw();
        }
        return ImageIndex.create(mediaType, descriptors, annotations).raw();
    }

    /** The index that all entries come from, when there is one source and it is an index. */
    private static Optional<ImageIndex> onlyIndex(List<SourceEntry> sources) {
        Set<Optional<Digest>> digests = sources.stream()
                .map(source -> source.index().map(ImageIndex::digest))
                .collect(Collectors.toSet());
        return digests.size() == 1 ? sources.getFirst().index() : Optional.empty();
    }

    private MediaType mediaType(List<Descriptor> descriptors, Map<String, String> annotations) {
        boolean annotated = !annotations.isEmpty()
                || descriptors.stream().anyMatch(descriptor -> !descriptor.annotations().isEmpty());
        return switch (options.format()) {
            case OCI -> MediaType.OCI_INDEX;
            case DOCKER -> {
                if (annotated) {
                    throw new IllegalArgumentException(
                            "index: a Docker manifest list has no annotations (attestations are held by annotations too); expected the OCI format");
                }
                yield MediaType.DOCKER_LIST;
            }
            case AUTO -> !annotated && !descriptors.isEmpty()
                    && descriptors.stream().allMatch(descriptor -> descriptor.mediaType().isDocker())
                            ? MediaType.DOCKER_LIST
                            : MediaType.OCI_INDEX;
        };
    }
}
