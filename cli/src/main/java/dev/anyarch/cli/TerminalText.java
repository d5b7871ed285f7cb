package dev.anyarch.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as a terminal shows it: its width in columns, and what would move the cursor taken out. */
final class TerminalText {
    /** Colours, titles, movements: what programs in a build print because they think that this is a terminal. */
    private static final Pattern ESCAPES = Pattern.compile(
            "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z\\\\-_]|[()][A-Z0-9])?");
    private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;:]*m");
    /** Colours by number, in which an 8 is one of these. */
    private static final Pattern NUMBERED = Pattern
            .compile("(?<![0-9:])[345]8;(?:5;[0-9]*|2;[0-9]*;[0-9]*;[0-9]*)(?=[;m])");
    private static final Pattern CONCEALED = Pattern.compile("[\\[;]0*8[;:m]");
    private static final String RESET = "\u001b[0m";
    private static final char ESCAPE = '\u001b';
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

    /**
     * A text for people as it may go to a terminal. Colours are left; what else moves, hides, answers or rings is taken out,
     * for it may come from a Dockerfile, a program or a registry that nobody trusts.
     */
    static String harmless(String text) {
        if (!hasControl(text)) {
            return text;
        }
        String kept = ESCAPES.matcher(text)
                .replaceAll(found -> isColor(found.group()) ? Matcher.quoteReplacement(found.group()) : "");
        StringBuilder harmless = new StringBuilder();
        kept.chars().filter(c -> c == ESCAPE || !isControl(c)).forEach(c -> harmless.append((char) c));
        return harmless + (harmless.indexOf("\u001b") >= 0 ? RESET : "");
    }

    private static boolean isColor(String escape) {
        return COLOR.matcher(escape).matches() && !CONCEALED.matcher(NUMBERED.matcher(escape).replaceAll("")).find();
    }

    /** A loop, because a command can print a million lines a second. */
    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Also those that make text run the other way. */
    private static boolean isControl(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t' || c >= 0x202a && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069;
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
