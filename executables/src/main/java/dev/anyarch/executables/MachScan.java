package dev.anyarch.executables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the header of a Mach-O file, or the table of a fat one with the header of its first slice. */
final class MachScan implements FormatScan {
    private static final int HEADER = 16;
    private static final int FAT_HEADER = 8;
    /** A fat file has fewer slices than this, or it is a Java class. */
    private static final int MAX_SLICES = 44;

    private final Parts parts = new Parts();
    private final Part start = parts.want(0, HEADER);
    private @Nullable Part table;
    private @Nullable Part first;
    private boolean isWide;

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        parts.accept(bytes, offset, length);
        if (table == null && start.isComplete() && isFat()) {
            isWide = start.view(true).i32(0) == 0xcafebabf;
            int slices = (int) Math.min(start.view(true).u32(4), MAX_SLICES);
            table = parts.want(FAT_HEADER, slices * entryLength());
        }
        if (table != null && table.isComplete() && first == null) {
            View entries = table.view(true);
            first = parts.want(entries.address(8, isWide), HEADER);
        }
        parts.release();
    }

    private int entryLength() {
        return isWide ? 32 : 20;
    }

    private boolean isFat() {
        return start.view(true).u16(0) == 0xcafe;
    }

    @Override
    public boolean isDone() {
        return !parts.isExpectingMore();
    }

    @Override
    public Optional<Executable> result() {
        if (!start.isComplete()) {
            return Optional.empty();
        }
        if (!isFat()) {
            View header = start.view(isBigEndian(start));
            return Optional.of(new MachFile(List.of(new MachFile.Slice(header.i32(4), header.i32(8))), kind(start)));
        }
        if (table == null || !table.isComplete()) {
            return Optional.empty();
        }
        View entries = table.view(true);
        List<MachFile.Slice> slices = new ArrayList<>();
        for (int at = 0; entries.has(at, entryLength()); at += entryLength()) {
            slices.add(new MachFile.Slice(entries.i32(at), entries.i32(at + 4)));
        }
        return Optional.of(new MachFile(slices, first == null ? Optional.empty() : kind(first)));
    }

    private static boolean isBigEndian(Part header) {
        return header.view(true).u16(0) == 0xfeed;
    }

    private static Optional<MachFile.Kind> kind(Part header) {
        if (!header.isComplete()) {
            return Optional.empty();
        }
        return Optional.of(switch (header.view(isBigEndian(header)).i32(12)) {
            case 1 -> MachFile.Kind.OBJECT;
            case 2 -> MachFile.Kind.PROGRAM;
            case 6, 8 -> MachFile.Kind.LIBRARY;
            default -> MachFile.Kind.OTHER;
        });
    }
}
