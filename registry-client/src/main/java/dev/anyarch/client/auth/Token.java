package dev.anyarch.client.auth;

import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A bearer token.
 *
 * @param expires when it is not to be used any more; a little before the registry refuses it
 */
record Token(String value, Instant expires) {
    /** The token protocol's own default. */
    private static final long DEFAULT_SECONDS = 60;
    private static final long MAX_SECONDS = Duration.ofDays(1).toSeconds();

    /** Reads the answer of a token server, received at {@code now}. */
    static Token read(byte[] body, String subject, Instant now) throws IOException {
        JsonFields fields = new JsonFields(JsonReader.readObject(body, subject), subject);
        Optional<String> value = fields.string("token");
        if (value.isEmpty() || value.get().isEmpty()) {
            value = Optional.of(fields.requiredString("access_token"));
        }
        long seconds = Math.clamp(fields.integer("expires_in").orElse(DEFAULT_SECONDS), DEFAULT_SECONDS, MAX_SECONDS);
        return new Token(value.get(), now.plusSeconds(seconds - Math.min(10, seconds / 5)));
    }

    @Override
    public String toString() {
        return "a token until " + expires;
    }
}
