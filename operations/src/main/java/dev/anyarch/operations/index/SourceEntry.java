package dev.anyarch.operations.index;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.platform.Platform;
import java.util.Optional;

/**
 * What a source contributes: one image or attachment, with everything that is known about its platform.
 *
 * @param entry as the source's index has it, or the bare descriptor of a single image
 * @param config the platform that the image's configuration names; empty for an attachment or an artifact
 * @param index the whole index that the entry comes from, when the source is one
 */
public record SourceEntry(IndexSource source, Descriptor entry, Optional<Platform> config,
        Optional<ImageIndex> index) {}
