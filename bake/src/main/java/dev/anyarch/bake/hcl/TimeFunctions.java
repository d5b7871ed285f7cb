package dev.anyarch.bake.hcl;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions of times, written as RFC 3339 does. */
final class TimeFunctions {
    private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ns|us|µs|ms|s|m|h)");
    private static final Pattern FORMAT_PART = Pattern.compile("'((?:[^']|'')*)'|([a-zA-Z])\\2*");

    private TimeFunctions() {}

    static void addTo(Map<String, Function> all) {
        all.put("timeadd", Function.of(2, 2, arguments -> Value.of(write(parse(arguments.getFirst())
                .plus(duration(Conversion.text(arguments.getLast())))))));
        Function format = Function.of(2, 2,
                arguments -> Value.of(format(Conversion.text(arguments.getFirst()), parse(arguments.getLast()))));
        all.put("formatdate", format);
        all.put("formattimestamp", format);
        all.put("unixtimestampparse", Function.of(1, 1, TimeFunctions::parts));
    }

    static String write(OffsetDateTime time) {
        return time.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    private static OffsetDateTime parse(Value value) {
        try {
            return OffsetDateTime.parse(Conversion.text(value));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a time such as 2025-01-31T12:00:00Z, found %s".formatted(
                    Conversion.describe(value)), e);
        }
    }

    private static Duration duration(String text) {
        String unsigned = text.replaceFirst("^[-+]", "");
        Matcher part = DURATION_PART.matcher(unsigned);
        Duration total = Duration.ZERO;
        int end = 0;
        while (part.find(end) && part.start() == end) {
            BigDecimal nanos = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(switch (part.group(2)) {
                case "ns" -> 1L;
                case "us", "µs" -> 1_000L;
                case "ms" -> 1_000_000L;
                case "s" -> 1_000_000_000L;
                case "m" -> 60_000_000_000L;
                default -> 3_600_000_000_000L;
            }));
            total = total.plusNanos(nanos.longValue());
            end = part.end();
        }
        if (end == 0 || end < unsigned.length()) {
            throw new IllegalArgumentException("expected a duration such as 1h30m, found '%s'".formatted(text));
        }
        return text.startsWith("-") ? total.negated() : total;
    }

    private static Value parts(List<Value> arguments) {
        OffsetDateTime time = Instant.ofEpochSecond(Conversion.number(arguments.getFirst()).longValue())
                .atOffset(ZoneOffset.UTC);
        Map<String, Value> parts = Map.of("year", Value.of(time.getYear()), "year_day", Value.of(time.getDayOfYear()),
                "day", Value.of(time.getDayOfMonth()), "month", Value.of(time.getMonthValue()), "month_name",
                Value.of(time.format(DateTimeFormatter.ofPattern("MMMM", Locale.ENGLISH))), "weekday",
                Value.of(time.getDayOfWeek().getValue() % 7), "weekday_name",
                Value.of(time.format(DateTimeFormatter.ofPattern("EEEE", Locale.ENGLISH))), "hour",
                Value.of(time.getHour()), "minute", Value.of(time.getMinute()), "second", Value.of(time.getSecond()));
        TreeMap<String, Value> members = new TreeMap<>(parts);
        members.put("rfc3339", Value.of(write(time)));
        members.put("iso_year", Value.of(time.get(java.time.temporal.IsoFields.WEEK_BASED_YEAR)));
        members.put("iso_week", Value.of(time.get(java.time.temporal.IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
        return new Value.Members(members);
    }

    private static String format(String format, OffsetDateTime time) {
        return FORMAT_PART.matcher(format)
                .replaceAll(part -> Matcher.quoteReplacement(
                        part.group(1) == null ? token(part.group(), time) : part.group(1).replace("''", "'")));
    }

    private static String token(String token, OffsetDateTime time) {
        String pattern = switch (token) {
            case "YYYY" -> "uuuu";
            case "YY" -> "uu";
            case "MMMM", "MMM", "MM", "M", "EEEE", "EEE", "mm", "m", "ss", "s" -> token;
            case "DD" -> "dd";
            case "D" -> "d";
            case "hh" -> "HH";
            case "h" -> "H";
            case "HH" -> "hh";
            case "H" -> "h";
            case "AA", "aa" -> "a";
            case "Z" -> "XXX";
            case "ZZZ" -> time.getOffset().equals(ZoneOffset.UTC) ? "'UTC'" : "xx";
            case "ZZZZ" -> "xx";
            case "ZZZZZ" -> "xxx";
            default -> throw new IllegalArgumentException("'%s' is no part of a time format".formatted(token));
        };
        String text = time.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
        return token.equals("aa") ? text.toLowerCase(Locale.ROOT) : text;
    }
}
