package dev.anyarch.store.daemon;

import java.io.IOException;

/** This machine has no engine where one was looked for, or its user may not use it. The message has the fix. */
public final class NoEngineException extends IOException {
    private static final long serialVersionUID = 1;

    NoEngineException(String message) {
        super(message);
    }

    NoEngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
