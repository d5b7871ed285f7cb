package dev.anyarch.runtime;

/** A text in a command for a shell. */
public final class ShellWord {
    private ShellWord() {}

    /** As one word, whatever is in it. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
