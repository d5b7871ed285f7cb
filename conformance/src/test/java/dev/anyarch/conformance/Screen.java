package dev.anyarch.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal shows after it got some output: as much of one as programs use here, and an error for anything else. */
final class Screen {
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[([0-9;]*)([A-Za-z])");

    private final int columns;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    private Screen(int columns) {
        this.columns = columns;
    }

    /** The lines after {@code output}, the earlier ones that have scrolled away included. */
    static List<String> of(String output, int columns) {
        Screen screen = new Screen(columns);
        screen.write(output);
        return screen.lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    private void write(String output) {
        Matcher sequence = SEQUENCE.matcher(output);
        for (int i = 0; i < output.length(); i++) {
            char c = output.charAt(i);
            if (c == '\u001b' && sequence.region(i, output.length()).lookingAt()) {
                control(sequence.group(1), sequence.group(2).charAt(0));
                i = sequence.end() - 1;
            } else if (c == '\r') {
                column = 0;
            } else if (c == '\n') {
                moveTo(row + 1);
            } else if (c < ' ') {
                throw new AssertionError("the terminal got the control 0x%02x".formatted((int) c));
            } else {
                put(c);
            }
        }
    }

    private void control(String parameter, char command) {
        switch (command) {
            case 'm' -> {
            }
            case 'A' -> row = Math.max(0, row - Integer.parseInt(parameter));
            case 'K' -> lines.get(row).setLength(Math.min(column, lines.get(row).length()));
            case 'J' -> {
                control("", 'K');
                lines.subList(row + 1, lines.size()).clear();
            }
            default -> throw new AssertionError("the terminal got ESC[%s%s".formatted(parameter, command));
        }
    }

    private void moveTo(int newRow) {
        row = newRow;
        while (lines.size() <= row) {
            lines.add(new StringBuilder());
        }
    }

    private void put(char c) {
        if (column == columns) {
            column = 0;
            moveTo(row + 1);
        }
        StringBuilder line = lines.get(row);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column, c);
        column++;
    }
}
