package dev.anyarch.executables;

import dev.anyarch.model.platform.Platform;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The format of Linux and the BSDs (System V gABI, and the supplement of each processor).
 *
 * @param machine {@code e_machine}
 * @param is64Bit the file's class
 * @param osAbi {@code EI_OSABI}
 * @param kind {@code e_type}
 * @param flags {@code e_flags}, whose meaning is the machine's
 * @param linkage absent when the program headers are beyond what was read
 * @param interpreter the loader that the kernel starts in its place ({@code PT_INTERP})
 * @param level the lowest variant of the platform that it says it needs; absent when it says nothing
 * @param isMarkedProgram whether its linker says that it is a program and no library, wherever it is loaded
 *     ({@code DF_1_PIE} without {@code DT_SONAME}); only looked for in files for ARM
 */
public record ElfFile(ElfMachine machine, boolean is64Bit, boolean isBigEndian, int osAbi, Kind kind, int flags,
        Optional<Linkage> linkage, Optional<String> interpreter, Optional<String> level,
        boolean isMarkedProgram) implements Executable {
    private static final int MIPS_ABI2 = 0x20;
    private static final int ARM_SOFT_FLOAT = 0x200;
    private static final int ARM_HARD_FLOAT = 0x400;

    /** What a linker or loader does with it. */
    public enum Kind {
        /** An object file or a kernel module: nothing starts it. */
        RELOCATABLE,
        /** A program at a fixed address. */
        PROGRAM,
        /** A library, or a program that can be anywhere. */
        SHARED,
        /** A memory dump. */
        CORE,
        /** Anything else. */
        OTHER
    }

    /** Whether a loader has work to do. */
    public enum Linkage {
        STATIC, DYNAMIC
    }

    @Override
    public List<Platform> platforms() {
        return architecture().map(name -> new Platform(os(), name, level.orElse(name.equals("arm") ? "v5" : "")))
                .map(Platform::normalized)
                .stream()
                .toList();
    }

    /** As images name it; absent for what is not the CPU of an image, such as a GPU. */
    public Optional<String> architecture() {
        return machine.architecture(is64Bit || is(ElfMachine.MIPS) && (flags & MIPS_ABI2) != 0, isBigEndian);
    }

    /** Linux does not sign its files, so what nobody else has signed is Linux'. */
    private String os() {
        return switch (osAbi) {
            case 2 -> "netbsd";
            case 6 -> "solaris";
            case 9 -> "freebsd";
            case 12 -> "openbsd";
            default -> "linux";
        };
    }

    private boolean is(ElfMachine other) {
        return machine.equals(other);
    }

    @Override
    public boolean isLoadable() {
        return kind == Kind.PROGRAM || kind == Kind.SHARED;
    }

    /** The calling convention where the machine has several, such as {@code hard-float} or {@code ELFv2}. */
    public Optional<String> abi() {
        return Optional.ofNullable(switch (machine.code()) {
            case 8, 10 -> is64Bit ? "n64" : (flags & MIPS_ABI2) != 0 ? "n32" : "o32";
            case 21 -> switch (flags & 3) {
                case 1 -> "ELFv1";
                case 2 -> "ELFv2";
                default -> null;
            };
            case 40 ->
                (flags & ARM_HARD_FLOAT) != 0 ? "hard-float" : (flags & ARM_SOFT_FLOAT) != 0 ? "soft-float" : null;
            case 62 -> is64Bit ? null : "x32";
            case 183 -> is64Bit ? null : "ILP32";
            case 243 -> switch (flags & 6) {
                case 0 -> "soft-float";
                case 2 -> "single-float";
                case 4 -> "double-float";
                default -> "quad-float";
            };
            case 258 -> switch (flags & 7) {
                case 1 -> "soft-float";
                case 2 -> "single-float";
                case 3 -> "double-float";
                default -> null;
            };
            default -> null;
        });
    }

    @Override
    public String description() {
        String order = is(ElfMachine.PPC64) || is(ElfMachine.MIPS)
                ? isBigEndian ? " big-endian" : " little-endian"
                : "";
        String width = is64Bit ? "64-bit" : "32-bit";
        return Stream
                .of("ELF %s %s%s".formatted(width, machine.displayName(), order), abi().orElse(""), level.orElse(""))
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.joining(", "));
    }
}
