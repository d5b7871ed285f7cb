package dev.anyarch.conformance;

import java.util.Arrays;

/** The processes of this machine. */
final class Processes {
    private Processes() {}

    /** Whether there is one that has this argument and no other. */
    static boolean haveArgument(String argument) {
        String[] wanted = {argument};
        return ProcessHandle.allProcesses()
                .anyMatch(process -> Arrays.equals(process.info().arguments().orElse(new String[0]), wanted));
    }
}
