package dev.anyarch.builder.build;

import java.math.BigDecimal;
import java.time.Duration;

/** Values as Go prints them. */
final class GoText {
    private GoText() {}

    /** In double quotes, with escapes for what cannot be seen. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case 7 -> quoted.append("\\a");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case 11 -> quoted.append("\\v");
                default -> quoted.append(isVisible(c) ? Character.toString(c) : escaped(c));
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isVisible(int c) {
        return c == ' ' || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    private static String escaped(int c) {
        return (c < 0x80 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c);
    }

    /** {@code 1h0m5s}, {@code 1.5s}, {@code 100ms}, {@code 0s}. */
    static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            long nanos = duration.toNanos();
            return nanos == 0
                    ? "0s"
                    : nanos < 1_000
                            ? nanos + "ns"
                            : nanos < 1_000_000 ? decimal(nanos, 3) + "µs" : decimal(nanos, 6) + "ms";
        }
        long seconds = duration.toSeconds();
        String rest = decimal(seconds % 60 * 1_000_000_000 + duration.toNanosPart(), 9) + "s";
        return seconds < 60
                ? rest
                : seconds < 3600
                        ? "%dm%s".formatted(seconds / 60, rest)
                        : "%dh%dm%s".formatted(seconds / 3600, seconds / 60 % 60, rest);
    }

    private static String decimal(long units, int scale) {
        BigDecimal value = BigDecimal.valueOf(units, scale).stripTrailingZeros();
        return value.toPlainString();
    }
}
