package dev.anyarch.builder.dockerfile;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1h30m}, {@code 1.5s}, {@code 0}. */
final class GoDuration {
    private static final Pattern PART = Pattern
            .compile("(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOSECONDS = Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "μs", 1_000L,
            "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    private GoDuration() {}

    /** @throws IllegalArgumentException when the text is not a duration of at most 292 years */
    static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        Matcher matcher = PART.matcher(digits);
        BigDecimal total = BigDecimal.ZERO;
        int at = 0;
        while (at < digits.length() && matcher.region(at, digits.length()).lookingAt()) {
            long unit = NANOSECONDS.getOrDefault(matcher.group(2), 1L);
            total = total.add(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)));
            at = matcher.end();
        }
        if (at == 0 || at < digits.length() || total.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("'%s' is not a duration, such as 30s or 1m30s".formatted(text));
        }
        return Duration.ofNanos(negative ? -total.longValue() : total.longValue());
    }
}
