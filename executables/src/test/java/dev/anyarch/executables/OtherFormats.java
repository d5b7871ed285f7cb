package dev.anyarch.executables;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** PE and Mach-O files made by hand. */
final class OtherFormats {
    private OtherFormats() {}

    static byte[] pe(int machine, int characteristics, int subsystem, boolean isManaged) {
        boolean is64Bit = machine == 0x8664 || machine == 0xaa64;
        ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, (byte) 'M').put(1, (byte) 'Z').putInt(0x3c, 0x80);
        out.putInt(0x80, 0x00004550).putShort(0x84, (short) machine).putShort(0x94, (short) 240);
        out.putShort(0x96, (short) characteristics);
        int optional = 0x98;
        int directories = optional + (is64Bit ? 112 : 96);
        out.putShort(optional, (short) (is64Bit ? 0x20b : 0x10b)).putShort(optional + 68, (short) subsystem);
        out.putInt(directories - 4, 16).putInt(directories + 14 * 8, isManaged ? 0x2008 : 0);
        return out.array();
    }

    static byte[] mach(int cpuType, int cpuSubtype, int fileType) {
        ByteBuffer out = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        return out.putInt(0xfeedfacf).putInt(cpuType).putInt(cpuSubtype).putInt(fileType).array();
    }

    /** One slice for each CPU, each a program. */
    static byte[] fat(int... cpuTypes) {
        ByteBuffer out = ByteBuffer.allocate(4096 + 64 * cpuTypes.length).order(ByteOrder.BIG_ENDIAN);
        out.putInt(0xcafebabe).putInt(cpuTypes.length);
        for (int i = 0; i < cpuTypes.length; i++) {
            out.putInt(cpuTypes[i]).putInt(0).putInt(4096 + 64 * i).putInt(64).putInt(12);
            out.put(4096 + 64 * i, mach(cpuTypes[i], 0, 2));
        }
        return out.array();
    }
}
