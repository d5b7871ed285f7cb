package dev.anyarch.bake.compose;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Scalars that are not quoted and look like a number or a flag, as compose understands them: {@code 1.10} is 1.1,
 * {@code 010} is 8.
 */
final class YamlNumber {
    private static final Pattern INTEGER = Pattern.compile("([-+]?)(0x[0-9a-fA-F_]+|0o?[0-7_]+|0b[01_]+|[0-9][0-9_]*)");
    private static final Pattern DECIMAL = Pattern
            .compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,2})?");
    private static final int MAX_LENGTH = 40;

    private YamlNumber() {}

    static String canonical(String text) {
        if (text.length() > MAX_LENGTH) {
            return text;
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.toLowerCase(java.util.Locale.ROOT);
        }
        var integer = INTEGER.matcher(text);
        if (integer.matches()) {
            BigInteger value = integer(integer.group(2).replace("_", ""));
            return (integer.group(1).equals("-") ? value.negate() : value).toString();
        }
        if (DECIMAL.matcher(text).matches()) {
            BigDecimal value = new BigDecimal(text);
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        }
        return text;
    }

    private static BigInteger integer(String digits) {
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        if (digits.length() > 1 && digits.startsWith("0") && digits.matches("0o?[0-7]+")) {
            return new BigInteger(digits.replaceFirst("^0o?", ""), 8);
        }
        return new BigInteger(digits);
    }
}
