package dev.anyarch.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of bytes for people, in powers of ten as registries and disks count. */
final class Sizes {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?) ?([kmgtp]?)(i?)b?");

    private Sizes() {}

    /**
     * Reads {@code 10GB}, {@code 512MiB}, {@code 1g} or a number of bytes; without an {@code i} in the unit, thousands.
     *
     * @param option for the message
     */
    static long parse(String option, String text) throws UsageException {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new UsageException(
                    "option %s: '%s' is not a size, such as 10GB or 512MiB".formatted(option, text));
        }
        double factor = Math.pow(matcher.group(3).isEmpty() ? 1000 : 1024,
                matcher.group(2).isEmpty() ? 0 : "kmgtp".indexOf(matcher.group(2)) + 1);
        return Math.round(Double.parseDouble(matcher.group(1)) * factor);
    }

    static String format(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
