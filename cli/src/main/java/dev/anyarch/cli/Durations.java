package dev.anyarch.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type them: {@code 24h}, {@code 1h30m}, {@code 7d}. */
final class Durations {
    private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,6}[dhms])+");
    private static final Pattern PART = Pattern.compile("([0-9]+)([dhms])");

    private Durations() {}

    /** @param option for the message */
    static Duration parse(String option, String text) throws UsageException {
        if (!WHOLE.matcher(text).matches()) {
            throw new UsageException(
                    "option %s: '%s' is not a duration, such as 24h, 1h30m or 7d".formatted(option, text));
        }
        Duration total = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long count = Long.parseLong(part.group(1));
            total = total.plus(switch (part.group(2)) {
                case "d" -> Duration.ofDays(count);
                case "h" -> Duration.ofHours(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofSeconds(count);
            });
        }
        return total;
    }
}
