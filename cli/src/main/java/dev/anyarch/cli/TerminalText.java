package dev.anyarch.cli;

import java.util.regex.Pattern;

/** Text as a terminal shows it: its width in columns, and what would move the cursor taken out. */
final class TerminalText {
    /** Colours, titles, movements: what programs in a build print because they think that this is a terminal. */
    private static final Pattern ESCAPES = Pattern.compile(
            "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z\\\\-_]|[()][A-Z0-9])?");
    private static final int TAB = 8;

    private TerminalText() {}

    /** One line without controls; what a carriage return has overwritten is gone, as on a terminal. */
    static String plain(String line) {
        String text = line.stripTrailing();
        text = ESCAPES.matcher(text.substring(text.lastIndexOf('\r') + 1)).replaceAll("");
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\t') {
                plain.append(" ".repeat(TAB - plain.length() % TAB));
            } else if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    static int width(String text) {
        return text.codePoints().map(TerminalText::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean isWide = c >= 0x1100 && c <= 0x115f || c >= 0x2e80 && c <= 0xa4cf || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff || c >= 0xfe30 && c <= 0xfe6f || c >= 0xff00 && c <= 0xff60
                || c >= 0xffe0 && c <= 0xffe6 || c >= 0x1f300 && c <= 0x1faff || c >= 0x20000 && c <= 0x3fffd;
        return isWide ? 2 : 1;
    }

    /** The beginning of {@code text} that fits, with a mark when that is not all. */
    static String fitted(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder part = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            if (used + width(c) > columns - 1) {
                break;
            }
            part.appendCodePoint(c);
            used += width(c);
        }
        return columns < 1 ? "" : part + "…";
    }
}
