package dev.anyarch.runtime;

/** Which streams a program has. */
enum Streams {
    /** Its output is read here; it has nothing to read. */
    LISTENED,
    /** Those of this process. */
    SHARED,
    /** A terminal of its own, at which the one who types is at the terminal of this process. */
    TERMINAL,
    /** A terminal of its own at which nobody types. */
    DISPLAY;

    boolean isTerminal() {
        return this == TERMINAL || this == DISPLAY;
    }

    /** Whether it has anything of this process. */
    boolean isAttached() {
        return this != LISTENED;
    }
}
