package dev.anyarch.executables;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an ELF file: the header, the program headers, and the few places where a file says which CPU it needs. Those come
 * later in the file than what points at them, so one pass is enough; {@link ArmAttributesScan} is for the one that does not.
 */
final class ElfScan implements FormatScan {
    private static final int MAX_PROGRAM_HEADERS = 512;

    private final boolean is64Bit;
    private final boolean isBigEndian;
    private final Parts parts = new Parts();
    private final Part header;
    private @Nullable Part programHeaders;
    private @Nullable ElfSegments segments;
    private @Nullable ArmAttributesScan armAttributes;

    private ElfScan(boolean is64Bit, boolean isBigEndian) {
        this.is64Bit = is64Bit;
        this.isBigEndian = isBigEndian;
        this.header = parts.want(0, is64Bit ? 64 : 52);
    }

    /** @param ident the first eight bytes; a class or byte order that does not exist is no ELF file */
    static Optional<FormatScan> begin(View ident) {
        int width = ident.u8(4);
        int order = ident.u8(5);
        return (width == 1 || width == 2) && (order == 1 || order == 2)
                ? Optional.of(new ElfScan(width == 2, order == 2))
                : Optional.empty();
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        parts.accept(bytes, offset, length);
        if (programHeaders == null && header.isComplete()) {
            readHeader();
        }
        if (segments == null && programHeaders != null && programHeaders.isComplete()) {
            segments = ElfSegments.begin(programHeaders.view(isBigEndian), isBigEndian, machine(), is64Bit, parts);
        }
        if (armAttributes != null) {
            armAttributes.accept(bytes, offset, length);
        }
        parts.release();
    }

    private void readHeader() {
        View view = header.view(isBigEndian);
        int entry = is64Bit ? 56 : 32;
        boolean isUsual = view.u16(is64Bit ? 54 : 42) == entry;
        int count = isUsual ? Math.min(view.u16(is64Bit ? 56 : 44), MAX_PROGRAM_HEADERS) : 0;
        programHeaders = parts.want(view.address(is64Bit ? 32 : 28, is64Bit), count * entry);
        if (machine().equals(ElfMachine.ARM) && !is64Bit) {
            armAttributes = new ArmAttributesScan(parts, view);
        }
    }

    private ElfMachine machine() {
        return new ElfMachine(header.view(isBigEndian).u16(18));
    }

    @Override
    public boolean isDone() {
        return armAttributes == null && !parts.isExpectingMore();
    }

    @Override
    public Optional<Executable> result() {
        if (!header.isComplete()) {
            return Optional.empty();
        }
        View view = header.view(isBigEndian);
        Optional<ElfSegments> read = Optional.ofNullable(segments);
        Optional<String> level = armAttributes == null
                ? read.flatMap(ElfSegments::level)
                : armAttributes.level(isBigEndian);
        return Optional.of(new ElfFile(machine(), is64Bit, isBigEndian, view.u8(7), kind(view.u16(16)),
                view.i32(is64Bit ? 48 : 36), read.map(ElfSegments::linkage), read.flatMap(ElfSegments::interpreter),
                level, read.filter(ElfSegments::isMarkedProgram).isPresent()));
    }

    private static ElfFile.Kind kind(int type) {
        return switch (type) {
            case 1 -> ElfFile.Kind.RELOCATABLE;
            case 2 -> ElfFile.Kind.PROGRAM;
            case 3 -> ElfFile.Kind.SHARED;
            case 4 -> ElfFile.Kind.CORE;
            default -> ElfFile.Kind.OTHER;
        };
    }
}
