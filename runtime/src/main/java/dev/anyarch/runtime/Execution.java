package dev.anyarch.runtime;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

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
    record Emulated(String emulator, Optional<String> processor, Way way, Path program) implements Execution {
        /** ILL, TRAP, ABRT, BUS, FPE, SEGV, SYS. */
        private static final Set<Integer> CRASHES = Set.of(4, 5, 6, 7, 8, 11, 31);
        private static final int SIGNALS = 128;

        /**
         * What it means when a program ended like this: a signal that a program sends itself natively is, emulated, more
         * often the emulator's doing. Absent when it did not crash.
         */
        public Optional<String> crash(int exitCode) {
            return CRASHES.contains(exitCode - SIGNALS)
                    ? Optional.of(
                            "under emulation by %s%s this is mostly the emulator's fault, or an instruction that it lacks"
                                    .formatted(emulator, processor.map(name -> " as " + name).orElse("")))
                    : Optional.empty();
        }
    }

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
