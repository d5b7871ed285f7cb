package dev.anyarch.builder.dockerfile;

import java.util.ArrayList;
import java.util.List;

/**
 * The patterns of {@code ${n#p}}, {@code ${n%p}} and {@code ${n/p/r}}: {@code *} and {@code ?}, and a backslash in front of
 * {@code * ? \ / }} to mean the character itself. No brackets. Never backtracks: pieces between stars are looked for one
 * after the other, so that no Dockerfile keeps a build busy for good.
 */
final class ShellPattern {
    private static final int MAX_LENGTH = 1000;
    private static final String ESCAPED = "*?\\/}";
    /** What {@code ?} is in a piece; a value cannot have it, because an argument cannot. */
    private static final char ANY = '\0';

    private final List<String> pieces;

    /** @param pieces between the stars; one when there is no star */
    private ShellPattern(List<String> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    private static ShellPattern parse(String pattern) throws ExpansionException {
        if (pattern.length() > MAX_LENGTH) {
            throw new ExpansionException("a pattern of %d characters: expected at most %d".formatted(pattern.length(),
                    MAX_LENGTH));
        }
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> {
                    pieces.add(piece.toString());
                    piece.setLength(0);
                }
                case '?' -> piece.append(ANY);
                case '\\' -> {
                    i++;
                    if (i == pattern.length() || ESCAPED.indexOf(pattern.charAt(i)) < 0) {
                        throw new ExpansionException(
                                "pattern '%s': expected one of * ? \\ / } after \\".formatted(pattern));
                    }
                    piece.append(pattern.charAt(i));
                }
                default -> piece.append(c);
            }
        }
        pieces.add(piece.toString());
        return new ShellPattern(pieces);
    }

    static String withoutPrefix(String value, String pattern, boolean longest) throws ExpansionException {
        int end = parse(pattern).end(value, 0, longest);
        return end < 0 ? value : value.substring(end);
    }

    static String withoutSuffix(String value, String pattern, boolean longest) throws ExpansionException {
        List<String> backwards = parse(pattern).pieces.reversed().stream().map(ShellPattern::reversed).toList();
        int end = new ShellPattern(backwards).end(reversed(value), 0, longest);
        return end < 0 ? value : value.substring(0, value.length() - end);
    }

    /** @param replacement as it is, a backslash in front of its slashes and braces included (as BuildKit has it) */
    static String replaced(String value, String pattern, String replacement, boolean all) throws ExpansionException {
        if (pattern.isEmpty()) {
            return value;
        }
        ShellPattern compiled = parse(pattern);
        StringBuilder out = new StringBuilder();
        int at = 0;
        boolean hasReplaced = false;
        while (at <= value.length() && (all || !hasReplaced)) {
            int end = compiled.end(value, at, true);
            if (end > at || end == at && !hasReplaced && at == value.length()) {
                out.append(replacement);
                Expansion.requireBounded(out.length());
                hasReplaced = true;
                at = end;
            } else if (at == value.length() || end < 0 && !compiled.mayMatchLater(value, at)) {
                break;
            } else {
                out.append(value.charAt(at++));
            }
        }
        return out.append(value, Math.min(at, value.length()), value.length()).toString();
    }

    /** Where a match that begins at {@code start} ends, the longest or the shortest one; -1 when there is none. */
    private int end(String value, int start, boolean longest) {
        String first = pieces.getFirst();
        if (!isAt(value, start, first)) {
            return -1;
        }
        int at = start + first.length();
        for (int i = 1; i < pieces.size(); i++) {
            boolean isLast = i == pieces.size() - 1;
            int found = isLast && longest ? last(value, at, pieces.get(i)) : find(value, at, pieces.get(i));
            if (found < 0) {
                return -1;
            }
            at = found + pieces.get(i).length();
        }
        return at;
    }

    /** Whether there may be a match after {@code start} when there is none at it: not when a piece behind a star is missing. */
    private boolean mayMatchLater(String value, int start) {
        return pieces.size() == 1 || !isAt(value, start, pieces.getFirst());
    }

    private static int find(String value, int from, String piece) {
        for (int at = from; at + piece.length() <= value.length(); at++) {
            if (isAt(value, at, piece)) {
                return at;
            }
        }
        return -1;
    }

    private static int last(String value, int from, String piece) {
        for (int at = value.length() - piece.length(); at >= from; at--) {
            if (isAt(value, at, piece)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isAt(String value, int at, String piece) {
        if (at + piece.length() > value.length()) {
            return false;
        }
        for (int i = 0; i < piece.length(); i++) {
            if (piece.charAt(i) != ANY && piece.charAt(i) != value.charAt(at + i)) {
                return false;
            }
        }
        return true;
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }
}
