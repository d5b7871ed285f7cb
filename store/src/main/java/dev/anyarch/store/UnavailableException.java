package dev.anyarch.store;

/** The place could not be reached, failed, or broke off; trying again may help. */
public final class UnavailableException extends StoreException {
    private static final long serialVersionUID = 1;

    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
