package dev.anyarch.model.platform;

import dev.anyarch.model.Descriptor;
import java.util.List;

/**
 * What a selection can pick: the root, an entry of it, an entry of a nested index. The media type decides the kind; what
 * stands behind the descriptor is read only by the rules that read it.
 */
public sealed interface Candidate {

    /** As in the index that lists it; for the root, as resolved, without a platform. */
    Descriptor descriptor();

    /**
     * An image manifest.
     *
     * @param config the platform that the image's config names; an empty one when the config names none
     */
    record Image(Descriptor descriptor, Deferred<Platform> config) implements Candidate {}

    /**
     * An image index or a manifest list.
     *
     * @param entries in the order of the document
     */
    record Index(Descriptor descriptor, Deferred<List<Candidate>> entries) implements Candidate {}

    /** Something of a media type that is neither. */
    record Other(Descriptor descriptor) implements Candidate {}
}
