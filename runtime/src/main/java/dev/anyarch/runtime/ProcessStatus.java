package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says of a process (proc_pid_status(5)). */
final class ProcessStatus {
    private ProcessStatus() {}

    /** The lines; none when it has ended, whether or not somebody still has to be told. */
    static List<String> of(ProcessHandle process) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"),
                    StandardCharsets.ISO_8859_1);
            return lines.stream().anyMatch(line -> line.startsWith("State:\tZ")) ? List.of() : lines;
        } catch (IOException _) {
            return List.of();
        }
    }
}
