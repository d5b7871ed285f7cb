package dev.anyarch.model.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a document and the place where reading is: white space, literals, strings and numbers. For one thread. */
final class JsonText {
    private static final int END = -1;
    private static final int DELETE = 0x7f;
    private static final int MAX_NUMBER_LENGTH = 100;

    private final byte[] bytes;
    private final String subject;
    private int at;

    JsonText(byte[] bytes, String subject) {
        this.bytes = bytes;
        this.subject = subject;
    }

    /** Where reading is, in bytes. */
    int offset() {
        return at;
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    /** The byte at hand, or a negative number: at the end, and for what is not ASCII. */
    int peek() {
        return at < bytes.length ? bytes[at] : END;
    }

    void advance() {
        at++;
    }

    void skipSpace() {
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            at++;
        }
    }

    void require(char expected) throws MalformedJsonException {
        if (peek() != expected) {
            throw malformed("'%c'".formatted(expected));
        }
        at++;
    }

    /** Passes a word when it is what comes next. */
    boolean take(String word) {
        if (at + word.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    /** Passes a number and answers its text as written. */
    String number() throws MalformedJsonException {
        int begin = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        if (at - begin > MAX_NUMBER_LENGTH) {
            throw malformed("a number of at most %d characters".formatted(MAX_NUMBER_LENGTH));
        }
        return ascii(begin);
    }

    private void digits() throws MalformedJsonException {
        int begin = at;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == begin) {
            throw malformed("a digit");
        }
    }

    /** Passes a string in its quotes and answers what it means. */
    String string() throws MalformedJsonException {
        require('"');
        int begin = at;
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b == '"') {
                String text = ascii(begin);
                at++;
                return text;
            }
            if (b == '\\' || b < ' ') {
                break;
            }
            at++;
        }
        return unescaped(begin);
    }

    /** The rest of a string that is more than plain ASCII; negative bytes are parts of longer characters. */
    private String unescaped(int begin) throws MalformedJsonException {
        StringBuilder text = new StringBuilder(ascii(begin));
        while (true) {
            int b = peek();
            if (b == '"') {
                at++;
                return text.toString();
            } else if (b == '\\') {
                at++;
                text.append(escape());
            } else if (b >= ' ') {
                text.append((char) b);
                at++;
            } else if (b < 0 && at < bytes.length) {
                text.append(beyondAscii());
            } else {
                throw malformed(at < bytes.length ? "an escaped control character" : "'\"'");
            }
        }
    }

    private char escape() throws MalformedJsonException {
        int b = peek();
        at++;
        return switch (b) {
            case '"', '\\', '/' -> (char) b;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codeUnit();
            default -> {
                at--;
                throw malformed("one of \"\\/bfnrtu after a backslash");
            }
        };
    }

    private char codeUnit() throws MalformedJsonException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw malformed("four hexadecimal digits after \\u");
            }
            unit = unit * 16 + digit;
            at++;
        }
        return (char) unit;
    }

    /** A run of characters outside of ASCII, which must be well-formed UTF-8. */
    private String beyondAscii() throws MalformedJsonException {
        int begin = at;
        while (at < bytes.length && bytes[at] < 0) {
            at++;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, begin, at - begin)).toString();
        } catch (CharacterCodingException e) {
            at = begin;
            throw malformed("UTF-8");
        }
    }

    private String ascii(int begin) {
        return new String(bytes, begin, at - begin, StandardCharsets.ISO_8859_1);
    }

    MalformedJsonException malformed(String expected) {
        return malformed(at, expected, found());
    }

    MalformedJsonException malformed(int offset, String expected, String found) {
        return new MalformedJsonException(subject, offset, "expected %s, found %s".formatted(expected, found));
    }

    /** Which byte or, when it can be shown, character is next. */
    private String found() {
        if (atEnd()) {
            return "the end";
        }
        return (bytes[at] > ' ' && bytes[at] < DELETE ? "'%c'" : "byte 0x%02x").formatted(bytes[at]);
    }
}
