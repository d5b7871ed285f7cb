package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What proot has started and looks at. It goes on until the last of them is gone; so what a command leaves running is ended
 * here. For one thread.
 */
final class TracedProcesses {
    private final ProcessHandle tracer;
    private final Path directory;

    /** @param directory of the root file system, in which they work */
    TracedProcesses(ProcessHandle tracer, Path directory) {
        this.tracer = tracer;
        this.directory = directory;
    }

    /**
     * Kills what the command has left, if it has ended: the command is the tracer's child, what it left is nobody's. Whoever
     * was there before the child was found missing is not the child that is only about to begin.
     */
    void endIfAbandoned() throws IOException {
        if (!isCommandRunning() && Leftovers.areThere(directory, tracer.pid()) && !isCommandRunning()) {
            Leftovers.endProcesses(directory, tracer.pid());
        }
    }

    private boolean isCommandRunning() {
        return tracer.children().anyMatch(TracedProcesses::isRunning);
    }

    private static boolean isRunning(ProcessHandle process) {
        try {
            return Files
                    .readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"), StandardCharsets.ISO_8859_1)
                    .stream()
                    .noneMatch(line -> line.startsWith("State:\tZ"));
        } catch (IOException _) {
            return false; // gone
        }
    }
}
