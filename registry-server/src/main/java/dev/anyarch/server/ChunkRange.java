package dev.anyarch.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Content-Range} of a chunk: the form {@code first-last} of the distribution specification ("Pushing a blob in
 * chunks"), and {@code bytes first-last/size} of HTTP.
 *
 * @param first the offset of the first byte
 * @param last the offset of the last byte, inclusive
 */
record ChunkRange(long first, long last) {
    private static final Pattern SYNTAX = Pattern
            .compile("(?:bytes[ =])?(\\d{1,19})-(\\d{1,19})(?:/(?:\\d{1,19}|\\*))?");

    static ChunkRange parse(String header) throws Refusal {
        Matcher matcher = SYNTAX.matcher(header.strip());
        if (matcher.matches()) {
            try {
                ChunkRange range = new ChunkRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
                if (range.last >= range.first && range.last < Long.MAX_VALUE) {
                    return range;
                }
            } catch (NumberFormatException e) {
                throw malformed(header);
            }
        }
        throw malformed(header);
    }

    long length() {
        return last - first + 1;
    }

    private static Refusal malformed(String header) {
        return new Refusal(ErrorCode.BLOB_UPLOAD_INVALID,
                "Content-Range '%s': expected FIRST-LAST, both inclusive".formatted(header));
    }
}
