package dev.anyarch.client.http;

import dev.anyarch.model.InvalidContentException;

/** What was to be sent is not what was announced: our own side's fault, so nothing to try again. */
public final class BodyException extends InvalidContentException {
    private static final long serialVersionUID = 1;

    BodyException(String message) {
        super(message);
    }
}
