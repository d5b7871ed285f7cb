package dev.anyarch.client.http;

import java.io.IOException;

/** A server's certificate is not trusted, or is for another name; the caller knows which setting to name. */
public final class UntrustedServerException extends IOException {
    private static final long serialVersionUID = 1;

    UntrustedServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
