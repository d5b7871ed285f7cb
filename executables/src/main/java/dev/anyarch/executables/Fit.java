package dev.anyarch.executables;

/** How an executable and a declared platform go together. */
public sealed interface Fit {
    /** Every machine of the platform executes it. */
    record Runs() implements Fit {}

    /**
     * It is not for the platform itself and need not be wrong either.
     *
     * @param reason a clause, such as {@code amd64 also runs 32-bit x86}
     */
    record Tolerated(String reason) implements Fit {}

    /**
     * A machine of the platform does not execute it, or not every one does.
     *
     * @param reason a clause, such as {@code it needs ARM v7}
     */
    record Mismatch(String reason) implements Fit {}
}
