package dev.anyarch.store;

import java.time.Instant;
import java.util.Optional;

/** The place asks for a pause. */
public final class RateLimitedException extends StoreException {
    private static final long serialVersionUID = 1;

    private final transient Optional<Instant> retryAt;

    /**
     * @param retryAt when the place said it will answer again, as far as it said so
     */
    public RateLimitedException(String message, Optional<Instant> retryAt) {
        super(message);
        this.retryAt = retryAt;
    }

    public Optional<Instant> retryAt() {
        return retryAt;
    }
}
