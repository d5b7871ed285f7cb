package dev.anyarch.runtime;

import java.util.Optional;

/** How this machine executes the programs of a platform. */
public sealed interface Execution {

    /**
     * The processor does.
     *
     * @param personality what the kernel is asked to look like, for 32-bit programs on a 64-bit machine
     */
    record Native(Optional<String> personality) implements Execution {}

    /**
     * An emulator does.
     *
     * @param emulator its name and version
     * @param processor the one it is told to be, where the platform's variant says which
     */
    record Emulated(String emulator, Optional<String> processor) implements Execution {}
}
