package dev.anyarch.client.http;

import java.io.IOException;

/** A server that was spoken to in TLS answered in plain HTTP; the caller knows which setting to name. */
public final class PlainServerException extends IOException {
    private static final long serialVersionUID = 1;

    PlainServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
