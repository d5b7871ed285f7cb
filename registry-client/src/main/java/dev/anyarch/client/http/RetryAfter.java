package dev.anyarch.client.http;

import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A {@code Retry-After} header: seconds or a date (RFC 9110, section 10.2.3).
 *
 * @param at when to come back, as far as the server said so
 */
public record RetryAfter(Optional<Instant> at) {
    private static final long MAX_SECONDS = 366L * 24 * 3600;

    static RetryAfter of(Optional<String> header, Clock clock) {
        return new RetryAfter(header.flatMap(value -> parse(value.strip(), clock)));
    }

    private static Optional<Instant> parse(String value, Clock clock) {
        if (!value.isEmpty() && value.length() < 10 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(clock.instant().plusSeconds(Math.min(MAX_SECONDS, Long.parseLong(value))));
        }
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
