package dev.anyarch.bake.hcl;

import dev.anyarch.model.json.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The verbs of {@code format}: {@code %s}, {@code %05d}, {@code %-8q}, {@code %.2f}, {@code %[1]v}, … */
final class Format {
    private static final Pattern VERB = Pattern
            .compile("%([#+ 0-]*)(\\d{1,4})?(?:\\.(\\d{1,3}))?(?:\\[(\\d{1,4})])?([a-zA-Z%])?");

    private Format() {}

    static String format(String format, List<Value> arguments) {
        StringBuilder out = new StringBuilder();
        Matcher verb = VERB.matcher(format);
        int next = 0;
        int most = 0;
        int end = 0;
        while (verb.find(end)) {
            out.append(format, end, verb.start());
            end = verb.end();
            String letter = verb.group(5) == null ? "" : verb.group(5);
            if (letter.equals("%")) {
                out.append('%');
                continue;
            }
            int index = verb.group(4) == null ? next : Integer.parseInt(verb.group(4)) - 1;
            if (index < 0 || index >= arguments.size()) {
                throw new IllegalArgumentException("expected a value for '%s', found %d values".formatted(verb.group(),
                        arguments.size()));
            }
            next = index + 1;
            most = Math.max(most, next);
            out.append(padded(verb, converted(verb, letter, arguments.get(index))));
        }
        if (most < arguments.size() && !format.contains("[")) {
            throw new IllegalArgumentException("expected %d values, found %d".formatted(most, arguments.size()));
        }
        return out.append(format.substring(end)).toString();
    }

    private static String converted(Matcher verb, String letter, Value value) {
        String precision = verb.group(3) == null ? "" : verb.group(3);
        String sign = verb.group(1).contains("+") ? "+" : verb.group(1).contains(" ") ? " " : "";
        return switch (letter) {
            case "s" -> cut(Conversion.text(value), precision);
            case "q" -> json(Value.of(Conversion.text(value)));
            case "v" -> value instanceof Value.Text && verb.group(1).contains("#") || !Conversion.isPrimitive(value)
                    ? json(value)
                    : Conversion.text(value);
            case "t" -> Boolean.toString(Conversion.flag(value));
            case "d" -> signed(sign, whole(value).toString());
            case "b" -> signed(sign, whole(value).toString(2));
            case "o" -> signed(sign, whole(value).toString(8));
            case "x" -> value instanceof Value.Text text
                    ? Digests.hexadecimal(text.value())
                    : signed(sign, whole(value).toString(16));
            case "X" -> signed(sign, whole(value).toString(16).toUpperCase(Locale.ROOT));
            case "f", "F" -> signed(sign, Conversion.number(value)
                    .setScale(precision.isEmpty() ? 6 : Integer.parseInt(precision), RoundingMode.HALF_EVEN)
                    .toPlainString());
            case "e", "E", "g", "G" -> signed(sign, scientific(letter, precision, Conversion.number(value)));
            default -> throw new IllegalArgumentException("'%s' is no verb of format".formatted(verb.group()));
        };
    }

    private static String scientific(String letter, String precision, BigDecimal number) {
        if (letter.equalsIgnoreCase("g") && precision.isEmpty()) {
            return number.toPlainString();
        }
        return ("%." + (precision.isEmpty() ? "6" : precision) + letter).formatted(number);
    }

    private static BigInteger whole(Value value) {
        return Conversion.number(value).setScale(0, RoundingMode.DOWN).toBigInteger();
    }

    private static String signed(String sign, String digits) {
        return digits.startsWith("-") ? digits : sign + digits;
    }

    private static String cut(String text, String precision) {
        return precision.isEmpty()
                ? text
                : text.codePoints()
                        .limit(Integer.parseInt(precision))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static String json(Value value) {
        return new String(JsonWriter.compact(JsonValues.toJson(value)), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String padded(Matcher verb, String text) {
        int missing = (verb.group(2) == null ? 0 : Integer.parseInt(verb.group(2)))
                - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        if (verb.group(1).contains("-")) {
            return text + " ".repeat(missing);
        }
        if (!verb.group(1).contains("0")) {
            return " ".repeat(missing) + text;
        }
        boolean hasSign = text.startsWith("-") || text.startsWith("+");
        return (hasSign ? text.substring(0, 1) : "") + "0".repeat(missing) + (hasSign ? text.substring(1) : text);
    }
}
