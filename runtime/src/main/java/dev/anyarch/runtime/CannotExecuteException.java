package dev.anyarch.runtime;

import java.io.IOException;

/** This machine, or this process on it, has no means to execute; the message says what is missing and how to get it. */
public final class CannotExecuteException extends IOException {
    private static final long serialVersionUID = 1;

    public CannotExecuteException(String message) {
        super(message);
    }

    public CannotExecuteException(String message, Throwable cause) {
        super(message, cause);
    }
}
