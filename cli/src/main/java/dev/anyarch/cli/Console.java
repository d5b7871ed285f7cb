package dev.anyarch.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The only place that prints. Results go to standard output; messages, progress and errors to standard error. Safe for use
 * by several threads.
 */
public final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final boolean colors;
    private final Verbosity verbosity;
    /** Not before something is live, which it never is in a short command. */
    private @Nullable LiveBlock block;
    private final AtomicBoolean isMute;

    enum Verbosity {
        QUIET, NORMAL, VERBOSE
    }

    /**
     * @param terminal whether {@code err} is a terminal that understands cursor movements
     */
    public Console(PrintStream out, PrintStream err, boolean terminal) {
        this(out, err, terminal, false, Verbosity.NORMAL, new AtomicBoolean());
    }

    private Console(PrintStream out, PrintStream err, boolean terminal, boolean colors, Verbosity verbosity,
            AtomicBoolean isMute) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.colors = colors;
        this.isMute = isMute;
        this.verbosity = verbosity;
    }

    /** The console of this process: UTF-8 whatever the locale says, written in few system calls. */
    static Console ofProcess(boolean terminal, boolean colors) {
        return new Console(stream(FileDescriptor.out), stream(FileDescriptor.err), terminal, terminal && colors,
                Verbosity.NORMAL, new AtomicBoolean());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new BufferedOutputStream(new FileOutputStream(descriptor)), false,
                StandardCharsets.UTF_8);
    }

    Console withVerbosity(Verbosity newVerbosity) {
        return new Console(out, err, terminal, colors, newVerbosity, isMute);
    }

    boolean isQuiet() {
        return verbosity == Verbosity.QUIET;
    }

    boolean isVerbose() {
        return verbosity == Verbosity.VERBOSE;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Whether a person wants colours and has a terminal for them. */
    boolean hasColors() {
        return colors;
    }

    /** A line of the result. */
    synchronized void print(String line) {
        eraseLive();
        out.print(line);
        out.print('\n');
        restoreLive(out);
    }

    /** A line of the result for people, with texts in it that nobody trusts. */
    void printText(String line) {
        print(TerminalText.harmless(line));
    }

    /** The result byte for byte, without a line break. */
    synchronized void printExactly(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    /** Standard output for more bytes than fit in memory; closing it only flushes. */
    OutputStream binaryOutput() {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                Console.this.out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                Console.this.out.flush();
                if (Console.this.out.checkError()) {
                    throw new IOException("write to standard output: it is closed, or its disk is full");
                }
            }
        };
    }

    /** A line for people; not with {@code --quiet}. */
    void message(String line) {
        if (verbosity != Verbosity.QUIET) {
            toError(TerminalText.harmless(line));
        }
    }

    /** A document for programs among the messages; not with {@code --quiet}. */
    void document(String line) {
        if (verbosity != Verbosity.QUIET) {
            toError(line);
        }
    }

    /** A line for people who asked for {@code --verbose}. */
    void detail(String line) {
        if (verbosity == Verbosity.VERBOSE) {
            toError(TerminalText.harmless(line));
        }
    }

    void error(String line) {
        toError("anyarch: " + TerminalText.harmless(line));
    }

    void stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        err.print(TerminalText.harmless(text.toString()));
        err.flush();
    }

    /** Replaces what is live by one line, or by none when it is empty; nothing happens where there is no terminal. */
    void live(String line) {
        if (terminal) {
            live(line.isEmpty()
                    ? List.of()
                    : List.of(TerminalText.fitted(line, TerminalSize.current().columns() - 1)));
        }
    }

    /** Replaces the lines at the bottom of a terminal; nothing happens elsewhere. */
    synchronized void live(List<String> lines) {
        if (terminal && verbosity != Verbosity.QUIET && !(block == null && lines.isEmpty())) {
            LiveBlock present = block;
            if (present == null) {
                present = new LiveBlock(err, TerminalSize::current);
                block = present;
            }
            present.show(lines);
            err.flush();
        }
    }

    /** What is live stays for good. */
    synchronized void leaveLive() {
        if (block != null) {
            block.leave();
        }
    }

    /** Where something was live, what the terminal shows of the key that was pressed last, such as {@code ^C}, goes. */
    synchronized void clearLine() {
        if (block != null) {
            err.print("\r\u001b[K");
        }
    }

    synchronized void flush() {
        out.flush();
        err.flush();
    }

    /** Whether everything printed so far has left; {@code false} on a closed pipe or a full disk. */
    synchronized boolean isIntact() {
        return !out.checkError();
    }

    /** Nothing more is said to people. */
    synchronized void mute() {
        isMute.set(true);
    }

    private synchronized void toError(String line) {
        if (isMute.get()) {
            return;
        }
        out.flush();
        eraseLive();
        err.print(line);
        err.print('\n');
        restoreLive(err);
        err.flush();
    }

    private void eraseLive() {
        if (block != null) {
            block.erase();
            err.flush();
        }
    }

    /** @param before what was written last, which may be on the same terminal */
    private void restoreLive(PrintStream before) {
        if (block != null) {
            before.flush();
            block.restore();
            err.flush();
        }
    }
}
