package dev.anyarch.executables;

import java.util.Optional;

/** Which format a file has, by its first bytes. */
final class Formats {
    /** {@code 0xcafebabe} is also a Java class, whose next four bytes are a version: 45 and up. */
    private static final int FEWEST_OF_JAVA = 45;

    private Formats() {}

    static Optional<FormatScan> recognise(byte[] magic, int length) {
        View view = new View(magic, true);
        if (length >= 2 && view.u16(0) == 0x2321) {
            return Optional.of(new ScriptScan());
        }
        if (length >= 2 && view.u16(0) == 0x4d5a) {
            return Optional.of(new PeScan());
        }
        if (length < 8) {
            return Optional.empty();
        }
        return switch (view.i32(0)) {
            case 0x7f454c46 -> ElfScan.begin(view);
            case 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe -> Optional.of(new MachScan());
            case 0xcafebabe, 0xcafebabf ->
                view.u32(4) > 0 && view.u32(4) < FEWEST_OF_JAVA ? Optional.of(new MachScan()) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
