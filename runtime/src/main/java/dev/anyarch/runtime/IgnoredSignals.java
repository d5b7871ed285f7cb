package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The signals that this process ignores because it was started so: INT and QUIT by a script in the background, HUP by nohup.
 * Programs would inherit that, and a shell cannot take it back, so that {@code trap … INT} does nothing. An OCI runtime sees to
 * it; where there is none, this process catches them and does nothing, which is the same for itself and ends with an execution.
 */
final class IgnoredSignals {
    private static final String FIELD = "SigIgn:";
    /** HUP, INT, QUIT and TERM. What ignores others, such as TTOU, means it for its children too. */
    private static final List<Integer> NUMBERS = List.of(1, 2, 3, 15);
    private static final int HEXADECIMAL = 16;
    /** A function that does nothing to anybody. */
    private static final String NOTHING = "getpid";

    private IgnoredSignals() {}

    /** From now on children do not ignore them. */
    static void keepFromChildren() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        long ignored = status.stream()
                .filter(line -> line.startsWith(FIELD))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(FIELD.length()).strip(), HEXADECIMAL))
                .findFirst()
                .orElse(0);
        for (int number : NUMBERS) {
            if ((ignored >>> (number - 1) & 1) == 1) {
                Libc.callLong("signal", number, Libc.address(NOTHING));
            }
        }
    }
}
