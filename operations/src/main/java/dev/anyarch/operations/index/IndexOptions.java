package dev.anyarch.operations.index;

import dev.anyarch.model.platform.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an index is made.
 *
 * @param trust when entry and configuration disagree
 * @param replace whether a later source takes the place of an earlier one for the same platform; otherwise two different
 *     images for one platform are refused
 * @param annotations of the index
 * @param require platforms without which it is refused
 */
public record IndexOptions(IndexFormat format, PlatformTrust trust, boolean replace, Map<String, String> annotations,
        List<Platform> require) {
    public static final IndexOptions DEFAULT = new IndexOptions(IndexFormat.AUTO, PlatformTrust.AGREEMENT, false,
            Map.of(), List.of());

    public IndexOptions {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        require = List.copyOf(require);
    }

    public IndexOptions withFormat(IndexFormat newFormat) {
        return new IndexOptions(newFormat, trust, replace, annotations, require);
    }

    public IndexOptions withTrust(PlatformTrust newTrust) {
        return new IndexOptions(format, newTrust, replace, annotations, require);
    }

    public IndexOptions withReplace(boolean newReplace) {
        return new IndexOptions(format, trust, newReplace, annotations, require);
    }

    public IndexOptions withAnnotations(Map<String, String> newAnnotations) {
        return new IndexOptions(format, trust, replace, newAnnotations, require);
    }

    public IndexOptions withRequire(List<Platform> newRequire) {
        return new IndexOptions(format, trust, replace, annotations, newRequire);
    }
}
