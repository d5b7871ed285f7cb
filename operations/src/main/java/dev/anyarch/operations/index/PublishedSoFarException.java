package dev.anyarch.operations.index;

import java.io.IOException;

/**
 * What a publication that failed has left: never thrown, but among {@link Throwable#getSuppressed} of the failure, whose kind
 * and message stay those of the request that failed.
 */
public final class PublishedSoFarException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message that goes on from that of the failure */
    public PublishedSoFarException(String message) {
        super(message);
    }
}
