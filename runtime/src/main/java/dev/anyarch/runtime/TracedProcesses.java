package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What proot has started and looks at. It goes on until the last of them is gone; so what a command leaves running is ended
 * here. For one thread.
 */
final class TracedProcesses {
    private final ProcessHandle started;
    private final int generation;
    private final Path directory;

    /**
     * @param started what was started, which is proot or has it below it
     * @param generation how far below proot is; 0 for itself
     * @param directory of the root file system, in which they work
     */
    TracedProcesses(ProcessHandle started, int generation, Path directory) {
        this.started = started;
        this.generation = generation;
        this.directory = directory;
    }

    /**
     * Kills what the command has left, if it has ended: the command is the tracer's child, what it left is nobody's. Whoever
     * was there before the child was found missing is not the child that is only about to begin.
     */
    void endIfAbandoned() throws IOException {
        Set<Long> spared = new HashSet<>(Set.of(started.pid()));
        Optional<ProcessHandle> tracer = Optional.of(started);
        for (int i = 0; i < generation; i++) {
            tracer = tracer.flatMap(process -> process.children().findFirst());
            tracer.ifPresent(process -> spared.add(process.pid()));
        }
        // before it is proot, it is a shell
        if (tracer.isPresent() && Leftovers.isOfProot(tracer.get().pid(), directory)
                && !isCommandRunning(tracer.get()) && Leftovers.areThere(directory, spared)
                && !isCommandRunning(tracer.get())) {
            Leftovers.endProcesses(directory, spared);
        }
    }

    private static boolean isCommandRunning(ProcessHandle tracer) {
        return tracer.children().anyMatch(process -> !ProcessStatus.of(process).isEmpty());
    }
}
