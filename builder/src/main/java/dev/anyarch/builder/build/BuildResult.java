package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.platform.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was built; everything is in the target store.
 *
 * @param root what the tags point at: the index, or the manifest of the only platform, with that
 * @param manifests by platform as it was asked for, in that order; each descriptor has the platform that the image says
 * @param warnings each once
 */
public record BuildResult(Descriptor root, Map<Platform, Descriptor> manifests, List<DockerfileWarning> warnings) {
    public BuildResult {
        manifests = Collections.unmodifiableMap(new LinkedHashMap<>(manifests));
        warnings = List.copyOf(warnings);
    }
}
