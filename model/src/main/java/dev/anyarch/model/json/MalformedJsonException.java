package dev.anyarch.model.json;

import dev.anyarch.model.InvalidContentException;

/** A text is not JSON, or not within the limits. */
public final class MalformedJsonException extends InvalidContentException {
    private static final long serialVersionUID = 1;

    private final int offset;
    private final String problem;

    MalformedJsonException(String subject, int offset, String problem) {
        super("%s: malformed JSON at byte %d: %s".formatted(subject, offset, problem));
        this.offset = offset;
        this.problem = problem;
    }

    /** Where, in bytes from 0. */
    public int offset() {
        return offset;
    }

    /** What was expected and found, without the place. */
    public String problem() {
        return problem;
    }
}
