package dev.anyarch.builder.build;

import java.util.ArrayList;
import java.util.List;

/**
 * Path patterns: Go's {@code filepath.Match} ({@code *}, {@code ?}, {@code [a-z]}, {@code [^a]}, a backslash in front of a
 * character to mean itself), and where allowed {@code **} for any number of names. All ways to match are followed at once,
 * so that the time is bounded by pattern times path, whatever a {@code .dockerignore} says.
 */
final class PathPattern {
    private final String prefix;
    private final List<Part> parts;

    /** What a place in the pattern takes. */
    private sealed interface Part {}

    /** One character of a range, or of none of them; never a slash that is not said. */
    private record One(List<Range> ranges, boolean isNegated) implements Part {
        private static final One ANY = new One(List.of(), true);

        static One literal(int c) {
            return new One(List.of(new Range(c, c)), false);
        }

        boolean takes(int c) {
            boolean isIn = false;
            for (Range range : ranges) {
                isIn |= range.first <= c && c <= range.last;
            }
            return isIn != isNegated && (c != '/' || this.equals(SLASH));
        }

        private static final One SLASH = literal('/');
    }

    private record Range(int first, int last) {}

    /** {@code *}: characters of a name. */
    private record Star() implements Part {}

    /** {@code **} at the end of the pattern or before other characters: anything. */
    private record Everything() implements Part {}

    /** {@code **} with a slash: names, each with a slash behind it, or nothing. */
    private record Directories() implements Part {}

    private PathPattern(String prefix, List<Part> parts) {
        this.prefix = prefix;
        this.parts = List.copyOf(parts);
    }

    /** Whether a path has anything to match; without, it is a plain path. */
    static boolean isWildcard(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '*' || c == '?' || c == '[') {
                return true;
            }
        }
        return false;
    }

    /** A plain path without the backslashes that escape. */
    static String unescaped(String path) {
        return path.replaceAll("\\\\(.)", "$1");
    }

    /** @throws IllegalArgumentException when the pattern is malformed */
    static PathPattern compile(String pattern, boolean doubleStar) {
        Parser parser = new Parser(pattern, doubleStar);
        List<Part> parts = parser.parse();
        StringBuilder prefix = new StringBuilder();
        for (Part part : parts) {
            if (!(part instanceof One one) || one.isNegated || one.ranges.size() != 1
                    || one.ranges.getFirst().first != one.ranges.getFirst().last) {
                break;
            }
            prefix.appendCodePoint(one.ranges.getFirst().first);
        }
        return new PathPattern(prefix.toString(), parts);
    }

    /** Whether all of {@code name} matches. */
    boolean matches(String name) {
        return matches(name, false);
    }

    /** Whether a path matches or a directory above it does. */
    boolean matchesAtOrAbove(String path) {
        return matches(path, true);
    }

    /** Whether there may be a path below {@code directory} that matches. */
    boolean canMatchBelow(String directory) {
        String path = directory + "/";
        if (!path.startsWith(prefix) && !prefix.startsWith(path)) {
            return false;
        }
        boolean[] before = new boolean[parts.size() + 1];
        boolean[] within = new boolean[parts.size() + 1];
        before[0] = true;
        for (int at = 0; at < path.length(); at += Character.charCount(path.codePointAt(at))) {
            skip(before);
            if (!step(before, within, path.codePointAt(at))) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(String path, boolean orAbove) {
        if (!path.startsWith(prefix)) {
            return false;
        }
        // by part: before it, and within the names of Directories
        boolean[] before = new boolean[parts.size() + 1];
        boolean[] within = new boolean[parts.size() + 1];
        before[0] = true;
        int at = 0;
        while (true) {
            skip(before);
            boolean isBoundary = at == path.length() || path.charAt(at) == '/';
            if (isBoundary && before[parts.size()] && (at == path.length() || orAbove && at > 0)) {
                return true;
            }
            if (at == path.length()) {
                return false;
            }
            int c = path.codePointAt(at);
            at += Character.charCount(c);
            if (!step(before, within, c)) {
                return false;
            }
        }
    }

    /** What may be nothing may be left out. */
    private void skip(boolean[] before) {
        for (int i = 0; i < parts.size(); i++) {
            if (before[i] && !(parts.get(i) instanceof One)) {
                before[i + 1] = true;
            }
        }
    }

    /** Takes one character in all ways there are; whether there are any. */
    private boolean step(boolean[] before, boolean[] within, int c) {
        boolean[] next = new boolean[before.length];
        boolean isAlive = false;
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case One one -> next[i + 1] |= before[i] && one.takes(c);
                case Star _ -> next[i] |= before[i] && c != '/';
                case Everything _ -> next[i] |= before[i];
                case Directories _ -> {
                    within[i] |= before[i];
                    next[i + 1] |= within[i] && c == '/';
                }
            }
            isAlive |= next[i] || next[i + 1] || within[i];
        }
        System.arraycopy(next, 0, before, 0, next.length);
        return isAlive;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** Reads one pattern. */
    private static final class Parser {
        private final int[] pattern;
        private final String text;
        private final boolean doubleStar;
        private int at;

        Parser(String text, boolean doubleStar) {
            this.pattern = text.codePoints().toArray();
            this.text = text;
            this.doubleStar = doubleStar;
        }

        List<Part> parse() {
            List<Part> parts = new ArrayList<>();
            while (at < pattern.length) {
                int c = pattern[at++];
                switch (c) {
                    case '*' -> add(parts, star());
                    case '?' -> parts.add(One.ANY);
                    case '[' -> parts.add(characterClass());
                    case '\\' -> parts.add(One.literal(next()));
                    default -> parts.add(One.literal(c));
                }
            }
            return parts;
        }

        /** Twice the same is once. */
        private static void add(List<Part> parts, Part star) {
            if (parts.isEmpty() || !parts.getLast().equals(star)) {
                parts.add(star);
            }
        }

        private Part star() {
            if (!doubleStar || at == pattern.length || pattern[at] != '*') {
                return new Star();
            }
            at++;
            if (at < pattern.length && pattern[at] == '/') {
                at++;
                return new Directories();
            }
            return new Everything();
        }

        private One characterClass() {
            boolean isNegated = at < pattern.length && pattern[at] == '^';
            if (isNegated) {
                at++;
            }
            List<Range> ranges = new ArrayList<>();
            int begin = at;
            while (at < pattern.length && (pattern[at] != ']' || at == begin)) {
                int first = character();
                int last = first;
                if (at + 1 < pattern.length && pattern[at] == '-' && pattern[at + 1] != ']') {
                    at++;
                    last = character();
                }
                if (first > last) {
                    throw malformed();
                }
                ranges.add(new Range(first, last));
            }
            if (at == pattern.length) {
                throw malformed();
            }
            at++;
            return new One(List.copyOf(ranges), isNegated);
        }

        private int character() {
            int c = next();
            return c == '\\' ? next() : c;
        }

        private int next() {
            if (at == pattern.length) {
                throw malformed();
            }
            return pattern[at++];
        }

        private IllegalArgumentException malformed() {
            return new IllegalArgumentException(
                    "pattern '%s': expected a character after \\ and ] after [".formatted(text));
        }
    }
}
