package dev.anyarch.store;

/** Credentials are missing or wrong, or the place does not allow this. */
public final class DeniedException extends StoreException {
    private static final long serialVersionUID = 1;

    public DeniedException(String message) {
        super(message);
    }

    public DeniedException(String message, Throwable cause) {
        super(message, cause);
    }
}
