package dev.anyarch.server;

import io.vertx.core.MultiMap;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * What handlers see of a request beside its endpoint.
 *
 * @param body may block; for a virtual thread
 */
record Request(MultiMap headers, InputStream body) {

    /** A header that may come once: of two, another reader could have taken the other. */
    Optional<String> header(CharSequence name) throws Refusal {
        List<String> values = headers.getAll(name);
        if (values.size() > 1) {
            throw new Refusal(ErrorCode.UNSUPPORTED, 400,
                    "header %s: expected once, found %d times".formatted(name, values.size()));
        }
        return values.stream().findFirst();
    }

    /** The announced size of the body; empty when it comes in chunks of HTTP. */
    Optional<Long> contentLength() throws Refusal {
        Optional<String> header = header(Header.CONTENT_LENGTH);
        try {
            return header.map(Long::parseLong);
        } catch (NumberFormatException e) {
            throw new Refusal(ErrorCode.SIZE_INVALID,
                    "Content-Length: expected a whole number, found '%s'".formatted(header.orElse("")));
        }
    }
}
