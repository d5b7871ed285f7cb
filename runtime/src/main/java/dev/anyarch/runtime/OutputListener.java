package dev.anyarch.runtime;

/** Hears what a program prints, standard output and standard error in one. Called from one thread. */
@FunctionalInterface
public interface OutputListener {
    /** A line without its end, or a part of one that is very long. */
    void line(String text);
}
