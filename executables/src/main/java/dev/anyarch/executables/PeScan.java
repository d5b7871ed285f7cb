package dev.anyarch.executables;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a PE file: DOS, then COFF, then the optional header with its directories. */
final class PeScan implements FormatScan {
    private static final int DOS = 64;
    private static final int COFF = 24;
    private static final int SIGNATURE = 0x00004550;
    private static final int PE32 = 0x10b;
    private static final int PE32_PLUS = 0x20b;
    private static final int CLI_DIRECTORY = 14;
    /** Up to and with the directory of .NET. */
    private static final int OPTIONAL = 112 + (CLI_DIRECTORY + 1) * 8;

    private final Parts parts = new Parts();
    private final Part dos = parts.want(0, DOS);
    private @Nullable Part coff;

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        parts.accept(bytes, offset, length);
        if (coff == null && dos.isComplete()) {
            coff = parts.want(dos.view(false).u32(0x3c), COFF + OPTIONAL);
        }
        parts.release();
    }

    @Override
    public boolean isDone() {
        return !parts.isExpectingMore();
    }

    @Override
    public Optional<Executable> result() {
        if (coff == null) {
            return Optional.empty();
        }
        View view = coff.view(false);
        if (!view.has(0, COFF) || view.i32(0) != SIGNATURE) {
            return Optional.empty();
        }
        int optionalLength = Math.min(view.u16(20), view.length() - COFF);
        View optional = view.slice(COFF, optionalLength);
        boolean isLibrary = (view.u16(22) & 0x2000) != 0;
        int subsystem = optional.has(68, 2) ? optional.u16(68) : 0;
        return Optional.of(
                new PeFile(view.u16(4), isLibrary, isManaged(optional), subsystem >= 10 && subsystem <= 13));
    }

    private static boolean isManaged(View optional) {
        if (!optional.has(0, 2)) {
            return false;
        }
        int directories = switch (optional.u16(0)) {
            case PE32 -> 96;
            case PE32_PLUS -> 112;
            default -> optional.length();
        };
        int cli = directories + CLI_DIRECTORY * 8;
        return optional.has(cli, 8) && optional.u32(directories - 4) > CLI_DIRECTORY && optional.u32(cli) != 0;
    }
}
