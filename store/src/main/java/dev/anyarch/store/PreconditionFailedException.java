package dev.anyarch.store;

/** A tag was not as the writer required; nothing has changed. */
public final class PreconditionFailedException extends StoreException {
    private static final long serialVersionUID = 1;

    public PreconditionFailedException(String message) {
        super(message);
    }

    public PreconditionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
