package dev.anyarch.content;

import dev.anyarch.model.InvalidContentException;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one header block.
 *
 * @param bytes 512 of them
 * @param offset where the block is in the archive, for messages
 */
@SuppressWarnings("ArrayRecordComponent")
record TarBlock(byte[] bytes, long offset) {

    /** The sum counts the checksum field as spaces; some old writers summed signed bytes. */
    void requireChecksum() throws InvalidContentException {
        int unsigned = 0;
        int signed = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = i >= 148 && i < 156 ? (byte) ' ' : bytes[i];
            unsigned += b & 0xff;
            signed += b;
        }
        long written = number(148, 8, "checksum");
        if (written != unsigned && written != signed) {
            throw new InvalidContentException(
                    "tar, byte %d: header checksum mismatch: expected %d, found %d; not a tar?"
                            .formatted(offset, unsigned, written));
        }
    }

    char flag() {
        return (char) (bytes[156] & 0xff);
    }

    /** The name with its prefix; other fields of the same place belong to GNU's own form. */
    String path() {
        String name = text(0, 100);
        String prefix = isUstar() ? text(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String linkName() {
        return text(157, 100);
    }

    int mode() throws InvalidContentException {
        return (int) (number(100, 8, "mode") & 07777);
    }

    long uid() throws InvalidContentException {
        return positive(108, 8, "uid");
    }

    long gid() throws InvalidContentException {
        return positive(116, 8, "gid");
    }

    long size() throws InvalidContentException {
        return positive(124, 12, "size");
    }

    long mtime() throws InvalidContentException {
        return number(136, 12, "mtime");
    }

    long devMajor() throws InvalidContentException {
        return positive(329, 8, "device major");
    }

    long devMinor() throws InvalidContentException {
        return positive(337, 8, "device minor");
    }

    private boolean isUstar() {
        return text(257, 6).equals("ustar") && bytes[262] == 0;
    }

    private String text(int start, int length) {
        int end = start;
        while (end < start + length && bytes[end] != 0) {
            end++;
        }
        return TarText.decode(bytes, start, end - start);
    }

    private long positive(int start, int length, String name) throws InvalidContentException {
        long value = number(start, length, name);
        if (value < 0) {
            throw bad(start, length, name);
        }
        return value;
    }

    /** Octal digits among spaces and NULs, or GNU's base 256 when the first bit is set. */
    private long number(int start, int length, String name) throws InvalidContentException {
        if ((bytes[start] & 0x80) != 0) {
            return base256(start, length, name);
        }
        String digits = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        int nul = digits.indexOf('\0');
        if (nul > 0) {
            digits = digits.substring(0, nul);
        }
        digits = digits.strip().replaceAll("^\\x00+", "");
        if (digits.isEmpty()) {
            return 0;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '7') {
                throw bad(start, length, name);
            }
        }
        return Long.parseLong(digits, 8);
    }

    private long base256(int start, int length, String name) throws InvalidContentException {
        boolean negative = (bytes[start] & 0x40) != 0;
        long value = negative ? bytes[start] : bytes[start] & 0x3f;
        for (int i = start + 1; i < start + length; i++) {
            if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
                throw bad(start, length, name);
            }
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    private InvalidContentException bad(int start, int length, String name) {
        String found = new String(bytes, start, length, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
        return new InvalidContentException(
                "tar, byte %d: %s: expected an octal number, found '%s'".formatted(offset + start, name, found));
    }
}
