package dev.anyarch.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The state of a build as lines, none wider and altogether not more than fits. Pure: the same state and size give the same
 * lines.
 *
 * @param hasColors whether lines have colours in them, which take no columns
 */
record BoardPicture(TerminalSize size, boolean hasColors) {
    /** Of a command's output. */
    private static final int MOST_OUTPUT = 4;
    private static final int LEAST_OUTPUT = 2;
    /** With fewer columns, there is no room for text between a name and its time. */
    private static final int LEAST_TEXT = 8;
    private static final String INDENT = "  | ";

    private enum Color {
        GREEN("32"), CYAN("36"), RED("31"), DIM("2"), BOLD("1");

        private final String code;

        Color(String code) {
            this.code = code;
        }
    }

    /** A row is one line; the output of running commands below it gets the room that is left. */
    List<String> draw(BoardState state) {
        List<BoardState.Row> rows = state.rows();
        int room = size.rows() - 1 - 1 - state.transfers().size();
        long talking = rows.stream().filter(BoardPicture::isTalking).count();
        List<BoardState.Row> shown = shown(rows, room, talking);
        int left = room - shown.size() - (shown.size() < rows.size() ? 1 : 0);
        int each = talking == 0 ? 0 : (int) Math.min(MOST_OUTPUT, Math.max(0, left) / talking);
        List<String> lines = new ArrayList<>();
        lines.add(header(state));
        for (BoardState.Row row : shown) {
            lines.add(line(row));
            if (isTalking(row)) {
                List<String> output = row.output();
                output.subList(Math.max(0, output.size() - each), output.size())
                        .forEach(line -> lines.add(colored(Color.DIM,
                                TerminalText.fitted(INDENT + line, width()))));
            }
        }
        if (shown.size() < rows.size()) {
            lines.add(TerminalText.fitted("… and %d more".formatted(rows.size() - shown.size()), width()));
        }
        state.transfers().forEach(line -> lines.add(colored(Color.CYAN, TerminalText.fitted(line, width()))));
        return lines;
    }

    /** What is done makes room for what runs and what that prints. */
    private static List<BoardState.Row> shown(List<BoardState.Row> rows, int room, long talking) {
        if (rows.size() + LEAST_OUTPUT * talking <= room) {
            return rows;
        }
        long busy = rows.stream().filter(row -> row.status() != BoardState.Status.DONE).count();
        long wanted = Math.max(busy, room - 1 - LEAST_OUTPUT * talking);
        return mostInteresting(rows, (int) Math.max(1, Math.min(wanted, room - 1)));
    }

    /** The last column stays free: a terminal may wrap a line that fills it. */
    private int width() {
        return size.columns() - 1;
    }

    private static boolean isTalking(BoardState.Row row) {
        return row.status() == BoardState.Status.RUNNING && !row.output().isEmpty();
    }

    /** What failed and what runs before what is done, the later before the earlier; in their order. */
    private static List<BoardState.Row> mostInteresting(List<BoardState.Row> rows, int count) {
        List<BoardState.Row> chosen = new ArrayList<>();
        for (boolean isDone : new boolean[]{false, true}) {
            for (BoardState.Row row : rows.reversed()) {
                if (chosen.size() < count && isDone == (row.status() == BoardState.Status.DONE)) {
                    chosen.add(row);
                }
            }
        }
        return rows.stream().filter(chosen::contains).toList();
    }

    private String header(BoardState state) {
        String cached = state.cached() == 0 ? "" : ", %d cached".formatted(state.cached());
        String text = "building %s: %d %s done%s".formatted(time(state.nanos()), state.done(),
                state.done() == 1 ? "step" : "steps", cached);
        return colored(Color.BOLD, TerminalText.fitted(text, width()));
    }

    private String line(BoardState.Row row) {
        String right = switch (row.status()) {
            case RUNNING, STEP_DONE -> time(row.nanos());
            case CACHED -> "CACHED";
            case DONE -> "done " + time(row.nanos());
            case FAILED -> "FAILED " + time(row.nanos());
        };
        String left = "%s %d/%d]".formatted(row.name(), row.number(), row.total());
        int room = width() - right.length() - 1;
        String text = row.status() == BoardState.Status.DONE || room - left.length() - 1 < LEAST_TEXT
                ? left
                : left + " " + row.text();
        String fitted = TerminalText.fitted(text, room);
        String gap = " ".repeat(Math.max(1, width() - TerminalText.width(fitted) - right.length()));
        return switch (row.status()) {
            case RUNNING, STEP_DONE -> fitted + gap + colored(Color.CYAN, right);
            case CACHED, DONE -> fitted + gap + colored(Color.GREEN, right);
            case FAILED -> colored(Color.RED, fitted + gap + right);
        };
    }

    private String colored(Color color, String text) {
        return hasColors ? "\u001b[%sm%s\u001b[0m".formatted(color.code, text) : text;
    }

    /** {@code 0.4s}, {@code 12.3s}, {@code 2m 05s}, {@code 1h 02m}. */
    static String time(long nanos) {
        long tenths = Math.max(0, nanos) / 100_000_000;
        long seconds = tenths / 10;
        if (seconds < 60) {
            return "%d.%ds".formatted(seconds, tenths % 10);
        }
        return seconds < 3600
                ? "%dm %02ds".formatted(seconds / 60, seconds % 60)
                : "%dh %02dm".formatted(seconds / 3600, seconds % 3600 / 60);
    }
}
