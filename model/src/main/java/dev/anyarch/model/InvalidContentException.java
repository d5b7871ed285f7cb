package dev.anyarch.model;

import java.io.IOException;

/** Content from outside is not what it must be: malformed, too large, or other bytes than its digest says. */
public class InvalidContentException extends IOException {
    private static final long serialVersionUID = 1;

    public InvalidContentException(String message) {
        super(message);
    }

    public InvalidContentException(String message, Throwable cause) {
        super(message, cause);
    }
}
