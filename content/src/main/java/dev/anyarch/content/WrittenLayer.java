package dev.anyarch.content;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;

/**
 * What is known of a layer once it is written.
 *
 * @param descriptor of the compressed bytes
 * @param diffId the digest of the uncompressed tar archive
 * @param expandedSize the size of that archive
 */
public record WrittenLayer(Descriptor descriptor, Digest diffId, long expandedSize) {}
