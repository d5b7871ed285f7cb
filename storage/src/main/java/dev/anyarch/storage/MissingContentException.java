package dev.anyarch.storage;

import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;

/** A manifest names content that its repository lacks; pushing that first, then the manifest again, helps. */
public final class MissingContentException extends InvalidContentException {
    private static final long serialVersionUID = 1;

    private final transient Digest missing;

    MissingContentException(String message, Digest missing) {
        super(message);
        this.missing = missing;
    }

    /** The first of what is missing, in the order of the manifest. */
    public Digest missing() {
        return missing;
    }
}
