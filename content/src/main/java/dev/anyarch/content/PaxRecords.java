package dev.anyarch.content;

import dev.anyarch.model.InvalidContentException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records of a PAX extended header (POSIX.1-2001, pax, "pax Extended Header"). */
final class PaxRecords {
    static final String XATTR_PREFIX = "SCHILY.xattr.";
    private static final int MAX_NUMBER_LENGTH = 64;

    private final Map<String, byte[]> records;

    private PaxRecords(Map<String, byte[]> records) {
        this.records = records;
    }

    static PaxRecords empty() {
        return new PaxRecords(new HashMap<>());
    }

    /** Reads {@code "%d %s=%s\n"} records; the number counts the whole record. */
    static PaxRecords parse(byte[] body) throws InvalidContentException {
        Map<String, byte[]> records = new HashMap<>();
        int at = 0;
        while (at < body.length) {
            int space = at;
            int length = 0;
            while (space < body.length && body[space] >= '0' && body[space] <= '9' && length < body.length) {
                length = length * 10 + body[space] - '0';
                space++;
            }
            int end = at + length;
            int equals = space + 1;
            if (space == at || end > body.length || equals >= end || body[space] != ' ' || body[end - 1] != '\n') {
                throw malformed(at);
            }
            while (equals < end && body[equals] != '=') {
                equals++;
            }
            if (equals >= end - 1 || equals == space + 1) {
                throw malformed(at);
            }
            records.put(TarText.decode(body, space + 1, equals - space - 1),
                    Arrays.copyOfRange(body, equals + 1, end - 1));
            at = end;
        }
        return new PaxRecords(records);
    }

    /** These records over {@code defaults}. */
    PaxRecords over(PaxRecords defaults) {
        Map<String, byte[]> merged = new HashMap<>(defaults.records);
        merged.putAll(records);
        return new PaxRecords(merged);
    }

    /** A record whose value is empty takes a default away, so it counts as absent. */
    Optional<byte[]> find(String name) {
        return Optional.ofNullable(records.get(name)).filter(value -> value.length > 0);
    }

    Optional<String> text(String name) throws InvalidContentException {
        Optional<byte[]> value = find(name);
        for (byte b : value.orElse(new byte[0])) {
            if (b == 0) {
                throw new InvalidContentException("tar: extended header: '%s' contains NUL".formatted(name));
            }
        }
        return value.map(TarText::decode);
    }

    Optional<Long> number(String name) throws InvalidContentException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= 0) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            throw badNumber(name, e);
        }
        throw badNumber(name, null);
    }

    Optional<Instant> time(String name) throws InvalidContentException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        // plain digits only: BigDecimal would take 1e999999999 and expand it
        if (text.get().length() > MAX_NUMBER_LENGTH || !text.get().matches("-?[0-9]+(\\.[0-9]*)?")) {
            throw badNumber(name, null);
        }
        try {
            BigDecimal seconds = new BigDecimal(text.get());
            BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
            return Optional.of(Instant.ofEpochSecond(whole.longValueExact(),
                    seconds.subtract(whole).movePointRight(9).longValue()));
        } catch (ArithmeticException | DateTimeException e) {
            throw badNumber(name, e);
        }
    }

    SortedMap<String, XattrValue> xattrs() {
        SortedMap<String, XattrValue> xattrs = new TreeMap<>();
        records.forEach((name, value) -> {
            if (name.startsWith(XATTR_PREFIX) && name.length() > XATTR_PREFIX.length()) {
                xattrs.put(name.substring(XATTR_PREFIX.length()), XattrValue.of(value));
            }
        });
        return xattrs;
    }

    boolean has(String name) {
        return records.containsKey(name);
    }

    boolean hasPrefix(String prefix) {
        return records.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private static InvalidContentException malformed(int at) {
        return new InvalidContentException(
                "tar: extended header, byte %d: expected a record 'LENGTH NAME=VALUE' with a line break".formatted(at));
    }

    private InvalidContentException badNumber(String name, @Nullable Exception cause) {
        byte[] value = records.getOrDefault(name, new byte[0]);
        String shown = new String(value, 0, Math.min(value.length, MAX_NUMBER_LENGTH), StandardCharsets.ISO_8859_1);
        String message = "tar: extended header: '%s': expected a number, found '%s'".formatted(name, shown);
        return cause == null ? new InvalidContentException(message) : new InvalidContentException(message, cause);
    }
}
