package dev.anyarch.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** "Did you mean": the known word nearest to one that is not there, when it is near enough. */
public final class Nearest {
    private static final int MAX_DISTANCE = 3;
    /** What somebody left unfinished is near, however much of it is missing. */
    private static final int BEGINNING = 3;

    /** Of shorter ones all are near. */
    private static final int SHORTEST = 3;

    private Nearest() {}

    /** The nearest, whatever the case; of several the first in the alphabet. */
    public static Optional<String> find(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        int limit = Math.min(MAX_DISTANCE, Math.max(1, word.length() / 2));
        return known.stream()
                .filter(candidate -> candidate.length() >= SHORTEST)
                .filter(candidate -> isBeginning(lower, candidate) || distance(lower, candidate) <= limit)
                .min(Comparator.comparingInt((String candidate) -> distance(lower, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code "; did you mean 'NAME'?"} or nothing, to follow what is wrong with {@code word}. */
    public static String suggestion(String word, Collection<String> known) {
        return find(word, known).map("; did you mean '%s'?"::formatted).orElse("");
    }

    private static boolean isBeginning(String lower, String candidate) {
        return lower.length() >= BEGINNING && candidate.toLowerCase(Locale.ROOT).startsWith(lower);
    }

    /** Levenshtein's, where two letters in the wrong order are one mistake. */
    static int distance(String lower, String candidate) {
        String to = candidate.toLowerCase(Locale.ROOT);
        int[][] rows = new int[lower.length() + 1][];
        rows[0] = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 1; i <= lower.length(); i++) {
            rows[i] = new int[to.length() + 1];
            rows[i][0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = rows[i - 1][j - 1] + (lower.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                if (i > 1 && j > 1 && lower.charAt(i - 1) == to.charAt(j - 2)
                        && lower.charAt(i - 2) == to.charAt(j - 1)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[lower.length()][to.length()];
    }
}
