package dev.anyarch.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to a {@code Range} header for content of a known size (RFC 9110 §14). */
sealed interface ByteRange {

    /** All of it: no range, one that is malformed, or several, which a server may ignore. */
    record Whole() implements ByteRange {}

    /** {@code length} bytes from {@code offset}; at least one. */
    record Part(long offset, long length) implements ByteRange {}

    /** Nothing of what was asked for exists. */
    record Unsatisfiable() implements ByteRange {}

    Pattern SYNTAX = Pattern.compile("bytes=\\s*(\\d*)-(\\d*)\\s*", Pattern.CASE_INSENSITIVE);

    static ByteRange parse(String header, long size) {
        Matcher matcher = SYNTAX.matcher(header);
        if (!matcher.matches()) {
            return new Whole();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(number(last), size);
        }
        long from = number(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
        // a reversed range may be ignored or refused (RFC 9110 §14.2); who sends one has miscounted and wants to know
        if (to < from || from >= size) {
            return new Unsatisfiable();
        }
        return new Part(from, Math.min(to, size - 1) - from + 1);
    }

    private static ByteRange suffix(long length, long size) {
        if (length == 0 || size == 0) {
            return new Unsatisfiable();
        }
        return new Part(Math.max(0, size - length), Math.min(length, size));
    }

    /** A number beyond 63 bits is beyond every size. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
