package dev.anyarch.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The only place that prints. Results go to standard output; messages, progress and errors to standard error. Safe for use
 * by several threads.
 */
public final class Console {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final Verbosity verbosity;
    private String liveLine = "";

    enum Verbosity {
        QUIET, NORMAL, VERBOSE
    }

    /**
     * @param terminal whether {@code err} is a terminal that understands cursor movements
     */
    public Console(PrintStream out, PrintStream err, boolean terminal) {
        this(out, err, terminal, Verbosity.NORMAL);
    }

    private Console(PrintStream out, PrintStream err, boolean terminal, Verbosity verbosity) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.verbosity = verbosity;
    }

    /** The console of this process: UTF-8 whatever the locale says, written in few system calls. */
    static Console ofProcess(boolean terminal) {
        return new Console(stream(FileDescriptor.out), stream(FileDescriptor.err), terminal);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new BufferedOutputStream(new FileOutputStream(descriptor)), false,
                StandardCharsets.UTF_8);
    }

    Console withVerbosity(Verbosity newVerbosity) {
        return new Console(out, err, terminal, newVerbosity);
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

    /** A line of the result. */
    synchronized void print(String line) {
        eraseLiveLine();
        out.print(line);
        out.print('\n');
        restoreLiveLine();
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
            toError(line);
        }
    }

    /** A line for people who asked for {@code --verbose}. */
    void detail(String line) {
        if (verbosity == Verbosity.VERBOSE) {
            toError(line);
        }
    }

    void error(String line) {
        toError("anyarch: " + line);
    }

    void stackTrace(Throwable failure) {
        failure.printStackTrace(err);
        err.flush();
    }

    /** Replaces the line at the bottom of a terminal; nothing happens elsewhere. */
    synchronized void live(String line) {
        if (terminal && verbosity != Verbosity.QUIET && !line.equals(liveLine)) {
            eraseLiveLine();
            liveLine = line;
            restoreLiveLine();
            err.flush();
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

    private synchronized void toError(String line) {
        out.flush();
        eraseLiveLine();
        err.print(line);
        err.print('\n');
        restoreLiveLine();
        err.flush();
    }

    private void eraseLiveLine() {
        if (!liveLine.isEmpty()) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }

    private void restoreLiveLine() {
        err.print(liveLine);
    }
}
