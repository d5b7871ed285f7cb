package dev.anyarch.runtime;

import java.nio.file.Path;
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
     * @param way how it comes to the program
     * @param program the emulator itself
     */
    record Emulated(String emulator, Optional<String> processor, Way way, Path program) implements Execution {}

    /** How an emulator comes to a program. */
    enum Way {
        /** The kernel starts it, in a user namespace made for that; nothing is registered on the machine. */
        PRIVATE("private"),
        /** The kernel starts it, because it is registered on the machine. */
        REGISTERED("registered"),
        /** proot starts it. */
        TRACED("proot");

        private final String word;

        Way(String word) {
            this.word = word;
        }

        /** What it is called in reports. */
        public String word() {
            return word;
        }
    }
}
