package dev.anyarch.server;

import java.io.IOException;

/** The client broke off, or stopped sending: there is nobody to answer. */
final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1;

    ClientGoneException(String message) {
        super(message);
    }

    ClientGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
