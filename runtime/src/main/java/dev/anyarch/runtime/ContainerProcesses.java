package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a container below the one that was started for it. crun is the first of their namespace, and goes on until
 * the last of them is gone; so what a command leaves running is ended here. For one thread.
 */
final class ContainerProcesses {
    /** Where the OCI runtime writes the number of the command's process, in the directory of the root file system. */
    static final String FILE = "pid";

    private final ProcessHandle started;
    private final Path file;
    /** The command, once it was seen: asking for one process costs less than looking through all of the machine. */
    private @Nullable ProcessHandle running;

    ContainerProcesses(ProcessHandle started, Path directory) {
        this.started = started;
        this.file = directory.resolve(FILE);
    }

    /** Kills what the command has left, if it has ended. */
    void endIfAbandoned() throws IOException {
        OptionalLong command = command();
        if (command.isEmpty()
                || running != null && running.isAlive() && number(running).equals(Optional.of(command.getAsLong()))) {
            return;
        }
        List<ProcessHandle> all = started.descendants().toList();
        Optional<ProcessHandle> found = all.stream()
                .filter(process -> number(process).equals(Optional.of(command.getAsLong())))
                .findFirst();
        running = found.orElse(null);
        if (found.isEmpty()) {
            for (ProcessHandle process : all) {
                if (number(process).filter(number -> number > 1).isPresent() && isInNamespaceOfRuntime(process)) {
                    process.destroyForcibly();
                }
            }
        }
    }

    private OptionalLong command() throws IOException {
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        String text = Files.readString(file, StandardCharsets.UTF_8).strip();
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Helpers above the runtime have a number in the outer namespaces alone. */
    private boolean isInNamespaceOfRuntime(ProcessHandle process) {
        return numbers(process).size() > numbers(started).size();
    }

    /** The number of a process in the innermost namespace that it is in; absent when it is gone. */
    private static Optional<Long> number(ProcessHandle process) {
        List<Long> numbers = numbers(process);
        return numbers.isEmpty() ? Optional.empty() : Optional.of(numbers.getLast());
    }

    private static List<Long> numbers(ProcessHandle process) {
        return ProcessStatus.of(process)
                .stream()
                .filter(line -> line.startsWith("NSpid:"))
                .flatMap(line -> List.of(line.substring("NSpid:".length()).strip().split("\\s+", -1)).stream())
                .map(Long::valueOf)
                .toList();
    }
}
