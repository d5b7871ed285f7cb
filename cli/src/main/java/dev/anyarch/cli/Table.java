package dev.anyarch.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text for people, as wide as they need to be, without what a terminal would obey; for one thread. */
final class Table {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> header) {
        rows.add(List.copyOf(header));
    }

    Table(String... header) {
        rows.add(List.of(header));
    }

    Table row(String... cells) {
        return row(List.of(cells));
    }

    Table row(List<String> cells) {
        rows.add(cells.stream().map(TerminalText::harmless).toList());
        return this;
    }

    void print(Console console) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length()).append(GAP);
            }
            console.print(line.toString().stripTrailing());
        }
    }
}
