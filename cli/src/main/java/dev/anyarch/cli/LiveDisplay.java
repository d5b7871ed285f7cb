package dev.anyarch.cli;

import java.io.Closeable;
import java.util.List;
import java.util.function.Supplier;

/**
 * Draws a build on the terminal, ten times a second, until it is closed: also when that is done by Ctrl-C. What is there then
 * stays. Safe for use by several threads.
 */
final class LiveDisplay implements Closeable {
    private static final long PAUSE_MILLIS = 100;

    private final Console console;
    private final BuildBoard board;
    private final Supplier<List<String>> transfers;
    private final Thread painter;
    private final Thread hook;
    private boolean isClosed;

    private LiveDisplay(Console console, BuildBoard board, Supplier<List<String>> transfers) {
        this.console = console;
        this.board = board;
        this.transfers = transfers;
        this.painter = Thread.ofPlatform().daemon().name("display").unstarted(this::paint);
        this.hook = Thread.ofPlatform().name("display-end").unstarted(this::interrupted);
    }

    static LiveDisplay start(Console console, BuildBoard board, Supplier<List<String>> transfers) {
        LiveDisplay display = new LiveDisplay(console, board, transfers);
        Runtime.getRuntime().addShutdownHook(display.hook);
        display.painter.start();
        return display;
    }

    private synchronized void paint() {
        try {
            while (!isClosed) {
                draw();
                wait(PAUSE_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void draw() {
        BoardState state = board.state(transfers.get());
        if (!state.rows().isEmpty()) {
            console.live(new BoardPicture(TerminalSize.current(), console.hasColors()).draw(state));
        }
    }

    private synchronized void finish() {
        if (!isClosed) {
            isClosed = true;
            draw();
            console.leaveLive();
            notifyAll();
        }
    }

    /** The process is ending before the build is: what fails in it from now on is a consequence and nobody's business. */
    private void interrupted() {
        finish();
        console.clearLine();
        console.error("interrupted; nothing half-done is visible");
        console.mute();
    }

    @Override
    public void close() {
        finish();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the process is ending already
        }
    }
}
