package dev.anyarch.executables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the program headers of an ELF file point at. For one thread. */
final class ElfSegments {
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int PT_NOTE = 4;
    private static final int PT_GNU_PROPERTY = 0x6474e553;
    private static final int PT_RISCV_ATTRIBUTES = 0x70000003;
    private static final int DT_SONAME = 14;
    private static final int DT_FLAGS_1 = 0x6ffffffb;
    private static final int DF_1_PIE = 0x08000000;
    /** As long as a path can be. */
    private static final int MAX_INTERPRETER = 4096;
    private static final int MAX_NOTES = 8192;
    private static final int MAX_ATTRIBUTES = 8192;
    private static final int MAX_DYNAMIC = 65536;

    private final boolean is64Bit;
    private final boolean isBigEndian;
    private final List<Part> interpreters = new ArrayList<>();
    private final List<Part> properties = new ArrayList<>();
    private final List<Part> riscvAttributes = new ArrayList<>();
    private final List<Part> dynamic = new ArrayList<>();
    private boolean isDynamic;

    private ElfSegments(boolean is64Bit, boolean isBigEndian) {
        this.is64Bit = is64Bit;
        this.isBigEndian = isBigEndian;
    }

    static ElfSegments begin(View headers, boolean isBigEndian, ElfMachine machine, boolean is64Bit, Parts parts) {
        ElfSegments segments = new ElfSegments(is64Bit, isBigEndian);
        int entry = is64Bit ? 56 : 32;
        for (int at = 0; headers.has(at, entry); at += entry) {
            segments.add(headers.slice(at, entry), machine, parts);
        }
        return segments;
    }

    private void add(View entry, ElfMachine machine, Parts parts) {
        long offset = entry.address(is64Bit ? 8 : 4, is64Bit);
        long size = entry.address(is64Bit ? 32 : 16, is64Bit);
        switch (entry.i32(0)) {
            case PT_DYNAMIC -> {
                isDynamic = true;
                if (machine.equals(ElfMachine.ARM)) {
                    want(dynamic, parts, offset, size, MAX_DYNAMIC);
                }
            }
            case PT_INTERP -> want(interpreters, parts, offset, size, MAX_INTERPRETER);
            case PT_NOTE, PT_GNU_PROPERTY -> {
                if (machine.equals(ElfMachine.X86_64)) {
                    want(properties, parts, offset, size, MAX_NOTES);
                }
            }
            case PT_RISCV_ATTRIBUTES -> {
                if (machine.equals(ElfMachine.RISCV)) {
                    want(riscvAttributes, parts, offset, size, MAX_ATTRIBUTES);
                }
            }
            default -> {
            }
        }
    }

    private static void want(List<Part> wanted, Parts parts, long offset, long size, int limit) {
        if (size > 0 && size <= limit) {
            wanted.add(parts.want(offset, (int) size));
        }
    }

    ElfFile.Linkage linkage() {
        return isDynamic || !interpreters.isEmpty() ? ElfFile.Linkage.DYNAMIC : ElfFile.Linkage.STATIC;
    }

    Optional<String> interpreter() {
        return interpreters.stream()
                .filter(Part::isComplete)
                .findFirst()
                .flatMap(part -> part.view(isBigEndian).text(0))
                .filter(path -> !path.isEmpty());
    }

    /** Whether the linker has marked it as a program that can be anywhere, which is only looked for in files for ARM. */
    boolean isMarkedProgram() {
        return dynamic.stream().filter(Part::isComplete).findFirst().filter(this::isMarkedProgram).isPresent();
    }

    private boolean isMarkedProgram(Part part) {
        View entries = part.view(isBigEndian);
        int width = is64Bit ? 8 : 4;
        boolean isMarked = false;
        for (int at = 0; entries.has(at, 2L * width) && entries.address(at, is64Bit) != 0; at += 2 * width) {
            long tag = entries.address(at, is64Bit);
            if (tag == DT_SONAME) {
                return false;
            }
            isMarked |= tag == DT_FLAGS_1 && (entries.address(at + width, is64Bit) & DF_1_PIE) != 0;
        }
        return isMarked;
    }

    /** The variant that the file says it needs. */
    Optional<String> level() {
        return properties.stream()
                .filter(Part::isComplete)
                .flatMap(part -> GnuProperties.x86Level(part.view(isBigEndian), is64Bit).stream())
                .max(String::compareTo)
                .or(() -> riscvAttributes.stream()
                        .filter(Part::isComplete)
                        .findFirst()
                        .flatMap(part -> BuildAttributes.riscvProfile(part.view(isBigEndian))));
    }
}
