package dev.anyarch.testkit;

import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one name stands for.
 *
 * @param root an image manifest or an index
 * @param children the images of an index, in its order; none for an image
 * @param blobs configs and layers, by digest; not to be changed
 */
public record TestImage(RawManifest root, List<RawManifest> children, Map<Digest, byte[]> blobs) {
    public TestImage {
        children = List.copyOf(children);
        blobs = Collections.unmodifiableMap(new LinkedHashMap<>(blobs));
    }
}
