package dev.anyarch.model.platform;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes candidates for tests; every one gets a digest of its own. */
final class Candidates {
    private static int made;

    private Candidates() {}

    static Candidate.Index root(Candidate... entries) {
        return root(MediaType.OCI_INDEX, entries);
    }

    static Candidate.Index root(MediaType mediaType, Candidate... entries) {
        return new Candidate.Index(descriptor(mediaType, Optional.empty()), () -> List.of(entries));
    }

    /** An entry whose config says the same. */
    static Candidate.Image image(String platform) {
        return image(Platform.parse(platform));
    }

    static Candidate.Image image(Platform platform) {
        return new Candidate.Image(descriptor(MediaType.OCI_MANIFEST, Optional.of(platform)), () -> platform);
    }

    /** An entry, or a root, without a platform. */
    static Candidate.Image unnamed(String config) {
        return new Candidate.Image(descriptor(MediaType.OCI_MANIFEST, Optional.empty()), () -> Platform.parse(config));
    }

    static Candidate.Index nested(Optional<String> platform, Candidate... entries) {
        return new Candidate.Index(descriptor(MediaType.OCI_INDEX, platform.map(Platform::parse)),
                () -> List.of(entries));
    }

    static Candidate.Image annotated(Candidate.Image image, Map<String, String> annotations) {
        return new Candidate.Image(image.descriptor().withAnnotations(annotations), image.config());
    }

    static Candidate.Image attestation(Candidate subject) {
        return annotated(image("unknown/unknown"), Map.of(Annotations.DOCKER_REFERENCE_TYPE, "attestation-manifest",
                Annotations.DOCKER_REFERENCE_DIGEST, subject.descriptor().digest().toString()));
    }

    static Descriptor descriptor(MediaType mediaType, Optional<Platform> platform) {
        byte[] content = "candidate %d".formatted(made++).getBytes(StandardCharsets.UTF_8);
        Descriptor bare = new Descriptor(mediaType, Digest.sha256(content), content.length);
        return platform.map(bare::withPlatform).orElse(bare);
    }

    static List<String> paths(Selection selection) {
        List<String> paths = new ArrayList<>();
        selection.picked().forEach(position -> paths.add(position.path()));
        return paths;
    }
}
