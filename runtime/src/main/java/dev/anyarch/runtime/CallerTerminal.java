package dev.anyarch.runtime;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The terminal at which this process was started, while a program has it. Whoever passes keys on makes it raw, and may be
 * killed; afterwards it is as it was, even when this process is killed too. For one thread.
 */
public final class CallerTerminal implements Closeable {
    /** Nothing stops it, not even that it is in the background. */
    private static final String RESTORE = "trap '' TTOU; exec stty \"$1\"";
    /**
     * Waits until the process that it was started by is gone. A shell that called it takes the terminal back by itself, and
     * is given the time to: only where the same processes still have it, nobody did.
     */
    private static final String WATCH = """
        trap '' TTOU INT TERM HUP QUIT TSTP
        read -r _
        sleep 0.3
        read -r stat </proc/self/stat
        set -- "$1" ${stat##*)}
        [ "$4" = "$7" ] && exec stty "$1" <&1
        """;

    private final SearchPath path;
    private final String settings;
    private final @Nullable Process watcher;

    private CallerTerminal(SearchPath path, String settings, @Nullable Process watcher) {
        this.path = path;
        this.settings = settings;
        this.watcher = watcher;
    }

    /** Whether standard input is one. */
    public static boolean isInput() {
        return Libc.call("isatty", 0) == 1;
    }

    /** Notes how it is. */
    static CallerTerminal keep(SearchPath path) throws IOException, InterruptedException {
        String settings = ask(path, ProcessBuilder.Redirect.INHERIT, "exec stty -g");
        return new CallerTerminal(path, settings, watcher(path, settings));
    }

    private static @Nullable Process watcher(SearchPath path, String settings) throws IOException {
        if (Libc.call("isatty", 1) != 1) {
            return null; // it would have to find the terminal elsewhere, when this process is not there to name it
        }
        return new ProcessBuilder(path.require("sh", "dash").toString(), "-c", WATCH, "sh", settings)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(new File("/dev/null"))
                .start();
    }

    /** Of standard input, or of standard error when that is no terminal. */
    static Optional<WindowSize> size(SearchPath path) throws IOException, InterruptedException {
        if (isInput()) {
            return WindowSize.parse(ask(path, ProcessBuilder.Redirect.INHERIT, "exec stty size"));
        }
        return Libc.call("isatty", 2) == 1
                ? WindowSize.parse(ask(path, ProcessBuilder.Redirect.PIPE, "exec stty size <&2"))
                : Optional.empty();
    }

    private static String ask(SearchPath path, ProcessBuilder.Redirect input, String question)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(path.require("sh", "dash").toString(), "-c", question)
                .redirectInput(input)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return answer;
    }

    /** Makes it what it was. */
    @Override
    public void close() throws IOException {
        if (watcher != null) {
            watcher.destroyForcibly();
        }
        if (settings.isEmpty()) {
            return;
        }
        List<String> command = List.of(path.require("sh", "dash").toString(), "-c", RESTORE, "sh", settings);
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
