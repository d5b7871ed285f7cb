package dev.anyarch.runtime;

import dev.anyarch.model.platform.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What the programs of an architecture look like, and which emulator executes them.
 *
 * @param architecture as platforms name it
 * @param emulator as QEMU names it
 * @param bits 32 or 64
 * @param isBigEndian the order of bytes
 * @param machine the number in the header of a program
 * @param flags the architecture's own, in the header
 * @param exit instructions that end a program with code 0
 */
record Machine(String architecture, String emulator, int bits, boolean isBigEndian, int machine, int flags,
        String exit) {
    private static final List<Machine> KNOWN = List.of(
            new Machine("amd64", "x86_64", 64, false, 62, 0, "b83c00000031ff0f05"),
            new Machine("386", "i386", 32, false, 3, 0, "b80100000031dbcd80"),
            new Machine("arm64", "aarch64", 64, false, 183, 0, "a80b80d2000080d2010000d4"),
            new Machine("arm", "arm", 32, false, 40, 0x05000000, "0170a0e30000a0e3000000ef"),
            new Machine("ppc64le", "ppc64le", 64, false, 21, 2, "010000380000603802000044"),
            new Machine("s390x", "s390x", 64, true, 22, 0, "a7290000a71900010a00"),
            new Machine("riscv64", "riscv64", 64, false, 243, 5, "9308d0051305000073000000"),
            new Machine("mips64le", "mips64el", 64, false, 8, 0x80000007, "c2130224000004240c000000"),
            new Machine("loong64", "loongarch64", 64, false, 258, 0x43, "0b7481020400800200002b00"));
    private static final int IDENTIFICATION = 20;
    private static final int SYSTEM = 7;
    private static final int TYPE = 16;
    private static final int EXECUTABLE = 2;
    private static final int LOAD = 1;
    private static final int READ_AND_EXECUTE = 5;

    static Optional<Machine> of(Platform platform) {
        String architecture = platform.normalized().architecture();
        return KNOWN.stream().filter(machine -> machine.architecture.equals(architecture)).findFirst();
    }

    /** The smallest program that ends well: whether it runs tells whether this machine executes the architecture. */
    byte[] probe() {
        byte[] code = HexFormat.of().parseHex(exit);
        int header = bits == 64 ? 64 : 52;
        int segment = bits == 64 ? 56 : 32;
        int base = bits == 64 ? 0x400000 : 0x10000;
        int start = header + segment;
        ByteBuffer out = ByteBuffer.allocate(start + code.length)
                .order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[]{0x7f, 'E', 'L', 'F', (byte) (bits / 32), (byte) (isBigEndian ? 2 : 1), 1}).position(16);
        out.putShort((short) EXECUTABLE).putShort((short) machine).putInt(1);
        word(out, base + start);
        word(out, header);
        word(out, 0);
        out.putInt(flags).putShort((short) header).putShort((short) segment).putShort((short) 1);
        out.position(header);
        out.putInt(LOAD);
        if (bits == 64) {
            out.putInt(READ_AND_EXECUTE);
        }
        word(out, 0);
        word(out, base);
        word(out, base);
        word(out, out.capacity());
        word(out, out.capacity());
        if (bits == 32) {
            out.putInt(READ_AND_EXECUTE);
        }
        word(out, 0x10000);
        return out.put(code).array();
    }

    /** What programs of the architecture begin with: format, class, order of bytes, type and machine. */
    byte[] magic() {
        return Arrays.copyOf(probe(), IDENTIFICATION);
    }

    /** Which bits of {@link #magic} count: not the system, and both kinds of executables do. */
    byte[] mask() {
        byte[] mask = new byte[IDENTIFICATION];
        Arrays.fill(mask, (byte) 0xff);
        mask[SYSTEM] = 0;
        mask[isBigEndian ? TYPE + 1 : TYPE] = (byte) 0xfe;
        return mask;
    }

    /** All that are known. */
    static List<Machine> known() {
        return KNOWN;
    }

    private void word(ByteBuffer out, int value) {
        if (bits == 64) {
            out.putLong(value);
        } else {
            out.putInt(value);
        }
    }

    /** The processor that a declared variant means, so that the emulator has no instruction too many. */
    static Optional<String> processor(Platform platform) {
        Platform normalized = platform.normalized();
        return switch (normalized.architecture() + "/" + normalized.variant()) {
            case "arm/v5" -> Optional.of("arm926");
            case "arm/v6" -> Optional.of("arm1176");
            case "arm/v7" -> Optional.of("cortex-a15");
            case "amd64/v2" -> Optional.of("Nehalem");
            case "amd64/v3" -> Optional.of("Haswell");
            default -> Optional.empty();
        };
    }
}
