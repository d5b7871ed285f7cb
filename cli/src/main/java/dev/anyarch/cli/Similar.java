package dev.anyarch.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What somebody may have meant. */
final class Similar {
    private static final int MAX_DISTANCE = 2;

    private Similar() {}

    /** {@code ; did you mean 'NAME'?} or nothing. */
    static String suggestion(String typed, List<String> known) {
        return known.stream()
                .filter(name -> name.length() > 2)
                .filter(name -> name.startsWith(typed) || distance(typed, name) <= MAX_DISTANCE)
                .min(Comparator.comparingInt(name -> distance(typed, name)))
                .map("; did you mean '%s'?"::formatted)
                .orElse("");
    }

    /** Levenshtein's: how many insertions, deletions and replacements lead from one text to the other. */
    static int distance(String from, String to) {
        int[] previous = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
