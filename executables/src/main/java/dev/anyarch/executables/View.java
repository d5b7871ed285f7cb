package dev.anyarch.executables;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A part of a file as numbers in the file's byte order. Whoever asks beyond its end has a defect: ask {@link #has} first. */
final class View {
    private final ByteBuffer bytes;

    View(byte[] bytes, boolean isBigEndian) {
        this.bytes = ByteBuffer.wrap(bytes).order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private View(ByteBuffer bytes, ByteOrder order) {
        this.bytes = bytes.order(order);
    }

    int length() {
        return bytes.limit();
    }

    boolean has(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= length() && length <= length() - offset;
    }

    int u8(int offset) {
        return bytes.get(offset) & 0xff;
    }

    int u16(int offset) {
        return bytes.getShort(offset) & 0xffff;
    }

    int i32(int offset) {
        return bytes.getInt(offset);
    }

    long u32(int offset) {
        return bytes.getInt(offset) & 0xffff_ffffL;
    }

    /** An address or offset in a file of 32 or 64 bits; what is above 2^63 comes out negative and is found nowhere. */
    long address(int offset, boolean is64Bit) {
        return is64Bit ? bytes.getLong(offset) : u32(offset);
    }

    View slice(int offset, int length) {
        return new View(bytes.slice(offset, length), bytes.order());
    }

    /** The text up to a NUL, which must be there. */
    Optional<String> text(int offset) {
        for (int end = offset; end < length(); end++) {
            if (u8(end) == 0) {
                byte[] text = new byte[end - offset];
                bytes.get(offset, text);
                return Optional.of(new String(text, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /** All of it, a character for each byte. */
    String latin1() {
        return new String(bytes.array(), bytes.arrayOffset(), length(), StandardCharsets.ISO_8859_1);
    }
}
