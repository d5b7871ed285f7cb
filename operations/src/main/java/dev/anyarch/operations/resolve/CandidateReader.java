package dev.anyarch.operations.resolve;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.OtherManifest;
import dev.anyarch.model.platform.Candidate;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.graph.GraphLoader;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Candidates of one source, read when a rule asks and not twice. A chain of indexes is followed to a limit, which also ends
 * one that would come back to itself. For one thread.
 */
final class CandidateReader {
    private static final Platform NAMED_BY_NOTHING = new Platform("", "", "");

    private final GraphLoader loader;
    private final GraphLimits limits;
    private final Map<Digest, Platform> configs = new HashMap<>();

    CandidateReader(ImageSource source, GraphLimits limits) {
        this.loader = new GraphLoader(source, limits, 1);
        this.limits = limits;
    }

    /** The root, whose descriptor says nothing about its platform wherever it was found. */
    Candidate root(Descriptor root) {
        return candidate(root.bare(), 1);
    }

    private Candidate candidate(Descriptor descriptor, int depth) {
        if (descriptor.mediaType().isIndex()) {
            return new Candidate.Index(descriptor, () -> entries(descriptor, depth));
        }
        return descriptor.mediaType().isImageManifest()
                ? new Candidate.Image(descriptor, () -> configPlatform(descriptor))
                : new Candidate.Other(descriptor);
    }

    private List<Candidate> entries(Descriptor index, int depth) throws IOException {
        if (depth > limits.maxDepth()) {
            throw new InvalidContentException("index %s: expected at most %d indexes within each other, found more"
                    .formatted(index.digest(), limits.maxDepth()));
        }
        List<Candidate> entries = new ArrayList<>();
        for (Descriptor entry : loader.fetch(index).children()) {
            entries.add(candidate(entry, depth + 1));
        }
        return List.copyOf(entries);
    }

    private Platform configPlatform(Descriptor image) throws IOException {
        Platform known = configs.get(image.digest());
        if (known == null) {
            known = readConfigPlatform(loader.fetch(image));
            configs.put(image.digest(), known);
        }
        return known;
    }

    private Platform readConfigPlatform(Manifest manifest) throws IOException {
        return switch (manifest) {
            case ImageManifest image -> {
                Optional<ImageConfig> config = loader.config(image);
                yield config.isPresent() ? config.get().platform() : NAMED_BY_NOTHING;
            }
            case ImageIndex _,OtherManifest _ -> NAMED_BY_NOTHING;
        };
    }
}
