package dev.anyarch.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of URI parts (RFC 3986 §2.1), strict: what is malformed is refused and never guessed. */
final class PercentCoding {
    private static final String UNRESERVED = "-._~";

    private PercentCoding() {}

    /** Decodes a path segment. */
    static String decode(String text) throws Refusal {
        return text.indexOf('%') < 0 ? text : decodeBytes(text);
    }

    /** Decodes a part of a query, where a plus sign is a space. */
    static String decodeQuery(String text) throws Refusal {
        return decode(text.replace('+', ' '));
    }

    private static String decodeBytes(String text) throws Refusal {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()) {
                    throw malformed();
                }
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high < 0 || low < 0) {
                    throw malformed();
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static Refusal malformed() {
        return new Refusal(ErrorCode.NAME_INVALID, "URI: expected percent-encoded UTF-8, found a malformed sequence");
    }

    /** Encodes text for use as a value in a query. */
    static String encode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append("%%%02X".formatted((int) c));
            }
        }
        return out.toString();
    }
}
