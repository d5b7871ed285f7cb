package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes that work in a directory and that nobody waits for. Where a program has no process namespace, this is how what it
 * left running is found.
 */
final class Leftovers {
    private static final int KILL = 9;
    private static final int ROUNDS = 20;

    private Leftovers() {}

    /** Ends them, also those that they start meanwhile, and takes away what they mounted. */
    static void end(Path directory) throws IOException {
        endProcesses(directory, ProcessHandle.current().pid());
        LeftoverMounts.takeAway(directory);
    }

    /** Ends them, but for this process and another one. */
    static void endProcesses(Path directory, long other) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> found = find(directory.toAbsolutePath(), other);
            if (found.isEmpty()) {
                return;
            }
            found.forEach(process -> Libc.call("kill", process, KILL));
        }
    }

    /** Whether there are any, but for this process and another one. */
    static boolean areThere(Path directory, long other) throws IOException {
        return !find(directory.toAbsolutePath(), other).isEmpty();
    }

    private static List<Long> find(Path directory, long other) throws IOException {
        long own = ProcessHandle.current().pid();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.map(process -> process.getFileName() + "")
                    .filter(name -> name.matches("\\d+"))
                    .map(Long::parseLong)
                    .filter(process -> process != own && process != other
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
