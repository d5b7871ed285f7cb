package dev.anyarch.executables;

import java.util.Optional;

/** {@code NT_GNU_PROPERTY_TYPE_0} notes (Linux gABI extensions; x86-64 psABI, "Program Property"). */
final class GnuProperties {
    private static final int NT_GNU_PROPERTY_TYPE_0 = 5;
    private static final int GNU = 0x00554e47;
    /** What the loader refuses to start without; what is merely used is another property. */
    private static final int X86_ISA_1_NEEDED = 0xc0008002;

    private GnuProperties() {}

    /** The level of x86-64 that is needed; absent for the first, which every machine has. */
    static Optional<String> x86Level(View notes, boolean is64Bit) {
        int at = 0;
        while (notes.has(at, 12)) {
            long nameLength = aligned(notes.u32(at), 4);
            long length = notes.u32(at + 4);
            long start = at + 12 + nameLength;
            if (!notes.has(start, length)) {
                break;
            }
            if (notes.i32(at + 8) == NT_GNU_PROPERTY_TYPE_0 && nameLength == 4 && notes.i32(at + 12) == GNU) {
                Optional<String> level = needed(notes.slice((int) start, (int) length), is64Bit ? 8 : 4);
                if (level.isPresent()) {
                    return level;
                }
            }
            long next = start + aligned(length, 4);
            if (!notes.has(next, 0)) {
                break;
            }
            at = (int) next;
        }
        return Optional.empty();
    }

    private static Optional<String> needed(View properties, int alignment) {
        long at = 0;
        while (properties.has(at, 8)) {
            long length = properties.u32((int) at + 4);
            if (properties.i32((int) at) == X86_ISA_1_NEEDED && length == 4 && properties.has(at + 8, 4)) {
                int bits = properties.i32((int) at + 8) & 0b1111;
                return bits < 2 ? Optional.empty() : Optional.of("v" + (32 - Integer.numberOfLeadingZeros(bits)));
            }
            at += 8 + aligned(length, alignment);
        }
        return Optional.empty();
    }

    private static long aligned(long length, int alignment) {
        return (length + alignment - 1) / alignment * alignment;
    }
}
