package dev.anyarch.store;

/** There is no such repository, tag, manifest or blob. */
public final class NotFoundException extends StoreException {
    private static final long serialVersionUID = 1;

    public NotFoundException(String message) {
        super(message);
    }

    public NotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
