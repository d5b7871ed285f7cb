package dev.anyarch.content;

import java.util.Arrays;
import java.util.HexFormat;

/** The value of an extended attribute: any bytes, immutable, equal by content. */
public final class XattrValue {
    private final byte[] bytes;

    private XattrValue(byte[] bytes) {
        this.bytes = bytes;
    }

    public static XattrValue of(byte[] bytes) {
        return new XattrValue(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof XattrValue that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Hexadecimal, as {@code getfattr -e hex} prints it. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
