package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Processes that work in a directory and that nobody waits for. Where a program has no process namespace, this is how what it
 * left running is found.
 */
final class Leftovers {
    private static final int KILL = 9;
    private static final int STOP = 19;
    private static final int ROUNDS = 100;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Leftovers() {}

    /**
     * Ends them, also those that they start meanwhile, and takes away what they mounted.
     *
     * @throws IOException when some do not end
     */
    static void end(Path directory) throws IOException {
        endProcesses(directory, Set.of());
        LeftoverMounts.takeAway(directory);
    }

    /** Ends them, but for this process and others. */
    static void endProcesses(Path directory, Set<Long> others) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Set<Long> found = stopped(absolute, others);
        for (int round = 0; !found.isEmpty(); round++) {
            if (round == ROUNDS) {
                throw new IOException("%s: %d processes that work there do not end, one of them is %d".formatted(
                        directory, found.size(), found.iterator().next()));
            }
            found.forEach(process -> Libc.call("kill", process, KILL));
            found = stopped(absolute, others);
            if (!found.isEmpty()) {
                pause();
            }
        }
    }

    /** What is stopped starts nothing any more, so that there is a last one. */
    private static Set<Long> stopped(Path directory, Set<Long> others) throws IOException {
        Set<Long> all = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> found = find(directory, others);
            found.forEach(process -> Libc.call("kill", process, STOP));
            if (!all.addAll(found)) {
                break;
            }
        }
        return all;
    }

    /** Also in a thread that is to end. */
    private static void pause() {
        boolean wasInterrupted = Thread.interrupted();
        LockSupport.parkNanos(PAUSE_NANOS);
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there are any, but for this process and others. */
    static boolean areThere(Path directory, Set<Long> others) throws IOException {
        return !find(directory.toAbsolutePath(), others).isEmpty();
    }

    /** Whether it is proot, or what proot started. */
    static boolean isOfProot(long process, Path directory) {
        return mentions(Path.of("/proc", Long.toString(process), "environ"), directory.toAbsolutePath());
    }

    private static List<Long> find(Path directory, Set<Long> others) throws IOException {
        long own = ProcessHandle.current().pid();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.map(process -> process.getFileName() + "")
                    .filter(name -> name.matches("\\d+"))
                    .map(Long::parseLong)
                    .filter(process -> process != own && !others.contains(process)
                            && worksIn(Path.of("/proc", process.toString()), directory))
                    .toList();
        }
    }

    private static boolean worksIn(Path process, Path directory) {
        return Stream.of("root", "cwd", "exe").anyMatch(link -> leads(process.resolve(link), directory))
                || mentions(process.resolve("environ"), directory);
    }

    private static boolean leads(Path link, Path directory) {
        try {
            return Files.readSymbolicLink(link).startsWith(directory);
        } catch (IOException _) {
            return false; // gone, or somebody else's
        }
    }

    /** What proot started knows where proot has its files. */
    private static boolean mentions(Path environment, Path directory) {
        try {
            return ("\0" + Files.readString(environment, StandardCharsets.ISO_8859_1)).contains(
                    "\0" + ProotStarter.TEMPORARY + "=" + directory);
        } catch (IOException _) {
            return false;
        }
    }
}
