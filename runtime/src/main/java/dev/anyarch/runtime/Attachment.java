package dev.anyarch.runtime;

import dev.anyarch.runtime.Starter.Start;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that has the streams of this process, so that not a byte passes through here, and gets the signals that this
 * process passes on. For several threads.
 */
public final class Attachment {
    private final boolean hasInput;
    private final boolean hasTerminal;
    private @Nullable Process process;
    private @Nullable Start start;

    /**
     * @param hasInput whether it also reads the standard input; otherwise there is nothing to read
     * @param hasTerminal whether it is at a terminal of its own; with input, this process is at one too
     */
    public Attachment(boolean hasInput, boolean hasTerminal) {
        this.hasInput = hasInput;
        this.hasTerminal = hasTerminal;
    }

    Streams streams() {
        if (!hasTerminal) {
            return Streams.SHARED;
        }
        return hasInput ? Streams.TERMINAL : Streams.DISPLAY;
    }

    void redirect(ProcessBuilder builder) {
        builder.inheritIO();
        if (!hasInput) {
            // at a terminal, nobody types for as long as this process is there, instead of having ended to
            builder.redirectInput(hasTerminal
                    ? ProcessBuilder.Redirect.PIPE
                    : ProcessBuilder.Redirect.from(new File("/dev/null")));
        }
    }

    synchronized void started(Process newProcess, Start newStart) {
        process = newProcess;
        start = newStart;
    }

    /**
     * Sends a signal to the program; nothing happens when it is over. An OCI runtime, which is the only child of the
     * process that holds the namespaces, passes it on; without one nothing has begun, and all of it is ended.
     */
    public synchronized void signal(int number) {
        Process known = process;
        Start how = start;
        if (known == null || how == null || !known.isAlive()) {
            return;
        }
        receiver(known, how).ifPresentOrElse(receiver -> Libc.call("kill", receiver.pid(), number),
                known::destroyForcibly);
    }

    private static Optional<ProcessHandle> receiver(Process known, Start how) {
        Optional<ProcessHandle> receiver = Optional.of(known.toHandle());
        for (int i = 0; i < how.generation(); i++) {
            receiver = receiver.flatMap(handle -> handle.children().findFirst());
        }
        return receiver;
    }

    /**
     * The terminal of this process has another size, and so has the program's. Not every OCI runtime takes that over (crun
     * only since 1.9), so it is done from here; where a program has no {@code /dev/console} it is done already.
     */
    public synchronized void resized() throws IOException, InterruptedException {
        Process known = process;
        Start how = start;
        if (known == null || how == null || !how.hasConsole()) {
            return;
        }
        SearchPath path = SearchPath.parse("");
        Optional<WindowSize> size = CallerTerminal.size(path);
        Optional<ProcessHandle> program = receiver(known, how).flatMap(handle -> handle.children().findFirst());
        if (size.isPresent() && program.isPresent()) {
            Path console = Path.of("/proc", Long.toString(program.get().pid()), "root/dev/console");
            new ProcessBuilder(path.require("stty", "coreutils").toString(), "-F", console.toString(), "rows",
                    Integer.toString(size.get().rows()), "cols", Integer.toString(size.get().columns()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }
}
