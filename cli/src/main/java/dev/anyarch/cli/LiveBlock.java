package dev.anyarch.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The lines at the bottom of a terminal that take each other's place. Below them is the cursor, at the beginning of its line.
 * Nothing of the terminal is changed but where the cursor is, so nothing has to be restored. For one thread at a time.
 */
final class LiveBlock {
    private static final Pattern COLORS = Pattern.compile("\u001b\\[[0-9;]*m");

    private final PrintStream out;
    private final Supplier<TerminalSize> size;
    private List<String> lines = List.of();

    LiveBlock(PrintStream out, Supplier<TerminalSize> size) {
        this.out = out;
        this.size = size;
    }

    /** Puts {@code newLines} in the place of those that are there. */
    void show(List<String> newLines) {
        if (newLines.equals(lines)) {
            return;
        }
        StringBuilder picture = new StringBuilder(up());
        newLines.forEach(line -> picture.append(line).append("\u001b[K\n"));
        picture.append("\u001b[J");
        out.print(picture);
        lines = List.copyOf(newLines);
    }

    /** Takes the lines away, for something that stays; {@link #restore} brings them back below it. */
    void erase() {
        if (!lines.isEmpty()) {
            out.print(up() + "\u001b[J");
        }
    }

    void restore() {
        lines.forEach(line -> out.print(line + "\n"));
    }

    /** What is there stays, and is no longer ours. */
    void leave() {
        lines = List.of();
    }

    /** To where the lines begin. A window that became narrower has wrapped them. */
    private String up() {
        if (lines.isEmpty()) {
            return "";
        }
        int columns = size.get().columns();
        int rows = 0;
        for (String line : lines) {
            int width = TerminalText.width(COLORS.matcher(line).replaceAll(""));
            rows += Math.max(1, (width + columns - 1) / columns);
        }
        return "\r\u001b[%dA".formatted(rows);
    }
}
