package dev.anyarch.conformance;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A real terminal with a command in its foreground: a test types at it and sees what is shown. */
final class Terminal implements Closeable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process script;
    private final Path directory;
    private final StringBuilder shown = new StringBuilder();
    private int seen;

    private Terminal(Process script, Path directory) {
        this.script = script;
        this.directory = directory;
        Thread reader = new Thread(this::read, "terminal");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it, with Ctrl-C in effect even where whoever tests in the background had it ignored. When the command has ended,
     * the terminal shows {@code ended CODE} and how it was left.
     *
     * @param directory for files about it
     */
    static Terminal start(Path directory, List<String> command) throws IOException {
        Program program = Program.require("script", "bsdutils");
        String words = command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        Path file = Files.writeString(directory.resolve("session"), """
            tty >%1$s/tty; stty rows 24 cols 80
            sh -c 'echo $$ >%1$s/pid; exec env --default-signal=INT,QUIT "$@"' sh %2$s
            echo "ended $? $(stty -a | grep -o -- '-\\{0,1\\}icanon')"
            exec cat >/dev/null
            """.formatted(directory, words));
        ProcessBuilder builder = new ProcessBuilder(program.executable().toString(), "--quiet", "--command",
                ". " + file, "/dev/null");
        builder.environment().put("SHELL", "/bin/sh");
        return new Terminal(builder.redirectErrorStream(true).start(), directory);
    }

    private void read() {
        byte[] buffer = new byte[4096];
        try (InputStream in = script.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                synchronized (shown) {
                    shown.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            synchronized (shown) {
                shown.append(e);
            }
        }
    }

    void type(String keys) throws IOException {
        script.getOutputStream().write(keys.getBytes(StandardCharsets.ISO_8859_1));
        script.getOutputStream().flush();
    }

    /** Waits until {@code text} is shown, after what was waited for before. */
    void expect(String text) throws InterruptedException {
        Await.until(LIMIT, () -> "the terminal shows '%s' after: %s".formatted(text, text().substring(seen)),
                () -> text().indexOf(text, seen) >= 0);
        seen = text().indexOf(text, seen) + text.length();
    }

    /** All that was shown. */
    String text() {
        synchronized (shown) {
            return shown.toString();
        }
    }

    void resize(int rows, int columns) throws IOException, InterruptedException {
        Program.require("stty", "coreutils")
                .output("-F", Files.readString(directory.resolve("tty")).strip(), "rows",
                        Integer.toString(rows), "cols", Integer.toString(columns));
    }

    /** The process of the command. */
    String pid() throws IOException {
        return Files.readString(directory.resolve("pid")).strip();
    }

    @Override
    public void close() {
        script.destroyForcibly();
    }
}
