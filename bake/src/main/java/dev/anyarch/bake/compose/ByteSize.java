package dev.anyarch.bake.compose;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as compose writes it ({@code 128m}, {@code 1gb}), printed as Docker does ({@code 128MiB}). */
final class ByteSize {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?([kmgtp]?)(?:i?b)?");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static final BigDecimal STEP = BigDecimal.valueOf(1024);

    private ByteSize() {}

    static String print(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException("expected a number of bytes such as 128m, found '%s'".formatted(text));
        }
        int unit = "kmgtp".indexOf(size.group(2).isEmpty() ? ' ' : size.group(2).charAt(0)) + 1;
        BigDecimal value = new BigDecimal(size.group(1));
        while (unit < UNITS.size() - 1 && value.compareTo(STEP) >= 0) {
            value = value.divide(STEP, MathContext.DECIMAL64);
            unit++;
        }
        BigDecimal rounded = value.round(new MathContext(4));
        return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString() + UNITS.get(unit));
    }
}
