package dev.anyarch.executables;

import java.util.Map;
import java.util.Optional;

/**
 * {@code e_machine} of an ELF file; an open set.
 *
 * @param code as the ELF registry numbers them
 */
public record ElfMachine(int code) {
    static final ElfMachine X86 = new ElfMachine(3);
    static final ElfMachine MIPS = new ElfMachine(8);
    static final ElfMachine PPC = new ElfMachine(20);
    static final ElfMachine PPC64 = new ElfMachine(21);
    static final ElfMachine S390 = new ElfMachine(22);
    static final ElfMachine ARM = new ElfMachine(40);
    static final ElfMachine X86_64 = new ElfMachine(62);
    static final ElfMachine AARCH64 = new ElfMachine(183);
    static final ElfMachine RISCV = new ElfMachine(243);
    static final ElfMachine LOONGARCH = new ElfMachine(258);

    private static final Map<Integer, String> NAMES = Map.ofEntries(Map.entry(2, "SPARC"), Map.entry(3, "x86"),
            Map.entry(4, "m68k"), Map.entry(8, "MIPS"), Map.entry(10, "MIPS"), Map.entry(15, "PA-RISC"),
            Map.entry(18, "SPARC"), Map.entry(20, "PowerPC"), Map.entry(21, "PowerPC"), Map.entry(22, "S/390"),
            Map.entry(40, "ARM"), Map.entry(42, "SuperH"), Map.entry(43, "SPARC"), Map.entry(50, "Itanium"),
            Map.entry(62, "x86-64"), Map.entry(83, "AVR"), Map.entry(92, "OpenRISC"), Map.entry(93, "ARC"),
            Map.entry(94, "Xtensa"), Map.entry(105, "MSP430"), Map.entry(164, "Hexagon"), Map.entry(183, "AArch64"),
            Map.entry(190, "NVIDIA CUDA"), Map.entry(195, "ARC"), Map.entry(224, "AMD GPU"), Map.entry(243, "RISC-V"),
            Map.entry(247, "BPF"), Map.entry(258, "LoongArch"), Map.entry(0x9026, "Alpha"));

    /** The name that people know. */
    public String displayName() {
        return NAMES.getOrDefault(code, "machine " + code);
    }

    /**
     * As images name it, which is as Go does, then as Debian does; absent for what is no CPU that an operating system's
     * programs run on: GPUs, BPF, signal processors, microcontrollers.
     *
     * @param is64Bit whether registers are used as 64 bits wide
     */
    Optional<String> architecture(boolean is64Bit, boolean isBigEndian) {
        return Optional.ofNullable(switch (code) {
            case 2, 18 -> "sparc";
            case 3 -> "386";
            case 4 -> "m68k";
            case 8, 10 -> (is64Bit ? "mips64" : "mips") + (isBigEndian ? "" : "le");
            case 15 -> "hppa";
            case 20 -> "ppc";
            case 21 -> isBigEndian ? "ppc64" : "ppc64le";
            case 22 -> is64Bit ? "s390x" : "s390";
            case 40 -> isBigEndian ? "armbe" : "arm";
            case 42 -> "sh4";
            case 43 -> "sparc64";
            case 50 -> "ia64";
            case 62 -> "amd64";
            case 183 -> isBigEndian ? "arm64be" : "arm64";
            case 243 -> is64Bit ? "riscv64" : "riscv";
            case 258 -> is64Bit ? "loong64" : "loong32";
            case 0x9026 -> "alpha";
            default -> null;
        });
    }
}
