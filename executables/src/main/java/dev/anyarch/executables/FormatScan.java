package dev.anyarch.executables;

import java.util.Optional;

/** Reads one file of one format, in order, bounded in memory. For one thread. */
interface FormatScan {
    /** The next bytes of the file; not kept. */
    void accept(byte[] bytes, int offset, int length);

    /** Whether what follows would change nothing. */
    boolean isDone();

    /** What was found, when the file has ended or nobody wants to read on. */
    Optional<Executable> result();
}
