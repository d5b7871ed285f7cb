package dev.anyarch.bake.source;

import java.util.Collection;
import java.util.Comparator;

/** "Did you mean": the known name nearest to one that is not there, when it is near enough. */
public final class KnownNames {
    private static final int MAX_DISTANCE = 3;

    private KnownNames() {}

    /** {@code "; did you mean 'NAME'?"} or nothing. */
    public static String suggestion(String name, Collection<String> known) {
        int limit = Math.min(MAX_DISTANCE, Math.max(1, name.length() / 2));
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= limit)
                .filter(candidate -> distance(name, candidate) <= limit)
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map("; did you mean '%s'?"::formatted)
                .orElse("");
    }

    /** Levenshtein's, one row at a time. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
