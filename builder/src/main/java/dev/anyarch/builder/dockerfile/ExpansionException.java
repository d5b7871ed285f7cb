package dev.anyarch.builder.dockerfile;

/** A word cannot be expanded; {@link Expansion}'s caller knows the line and says so. */
public final class ExpansionException extends Exception {
    private static final long serialVersionUID = 1;

    ExpansionException(String message) {
        super(message);
    }
}
