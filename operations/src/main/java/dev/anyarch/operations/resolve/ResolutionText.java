package dev.anyarch.operations.resolve;

import dev.anyarch.model.platform.Considered;
import dev.anyarch.model.platform.Engine;
import dev.anyarch.model.platform.Position;
import dev.anyarch.model.platform.Selection;
import dev.anyarch.model.platform.SelectionError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A resolution for people: one line an engine, columns aligned. */
final class ResolutionText {
    private static final List<String> HEADINGS = List.of("ENGINE", "PICKED", "DIGEST", "WHY");

    private final PlatformResolution resolution;

    ResolutionText(PlatformResolution resolution) {
        this.resolution = resolution;
    }

    String render(boolean explain) {
        StringBuilder out = new StringBuilder(
                "%s for %s\n".formatted(resolution.reference(), resolution.platform()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        resolution.selections().forEach((engine, selection) -> rows.add(row(engine, selection)));
        int[] widths = widths(rows);
        rows.forEach(row -> appendRow(out, row, widths));
        if (explain) {
            for (Map.Entry<Engine, Selection> entry : resolution.selections().entrySet()) {
                out.append("\n%s\n".formatted(entry.getKey()));
                for (Considered considered : entry.getValue().considered()) {
                    out.append("  %s %s\n".formatted(considered.usable() ? "+" : "-", considered));
                }
            }
        }
        return out.toString();
    }

    private static List<String> row(Engine engine, Selection selection) {
        String picked = selection.picked().stream().map(Position::path).collect(Collectors.joining(","));
        String outcome = selection.error()
                .map(SelectionError::id)
                .or(() -> selection.digest().map(digest -> digest.abbreviated()))
                .orElse("-");
        return List.of(engine.id(), picked.isEmpty() ? "-" : picked, outcome, selection.why());
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    private static void appendRow(StringBuilder out, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(cell).repeat(' ', widths[column] - cell.length() + 2);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }
}
