package dev.anyarch.store;

import java.io.IOException;

/** A place with images answered something other than content. The kinds are those that a caller can act on. */
public abstract sealed class StoreException extends IOException
        permits NotFoundException, DeniedException, RateLimitedException, UnavailableException,
        PreconditionFailedException {
    private static final long serialVersionUID = 1;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
