package dev.anyarch.builder.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One thing that a source of COPY or ADD names.
 *
 * @param names as named, from the root of the source
 * @param node what is there, symbolic links followed
 */
record SourceMatch(List<String> names, Node node) {
    private static final int MAX_MATCHES = 1_000_000;

    SourceMatch {
        names = List.copyOf(names);
    }

    /** The last name, under which a file goes into a directory. */
    String fileName() {
        return names.isEmpty() ? "" : names.getLast();
    }

    /**
     * What a plain path or a pattern names. None for a plain path that is not there and for a pattern without a match.
     *
     * @param doubleStar whether {@code **} is any number of directories
     * @throws IllegalArgumentException when the pattern is malformed
     */
    static List<SourceMatch> find(Directory root, String source, boolean doubleStar) throws IOException {
        String clean = clamped(source);
        if (!PathPattern.isWildcard(clean)) {
            TreePath path = TreePath.resolve(root, PathPattern.unescaped(clean), true);
            List<String> names = names(PathPattern.unescaped(clean));
            return path.node().map(node -> List.of(new SourceMatch(names, node))).orElse(List.of());
        }
        List<SourceMatch> matches = new ArrayList<>();
        match(root, names(clean), List.of(), root, doubleStar, matches);
        return matches;
    }

    private static void match(Directory root, List<String> patterns, List<String> at, Directory directory,
            boolean doubleStar, List<SourceMatch> matches) throws IOException {
        String pattern = patterns.getFirst();
        List<String> rest = patterns.subList(1, patterns.size());
        if (doubleStar && pattern.equals("**")) {
            if (!rest.isEmpty()) {
                match(root, rest, at, directory, true, matches);
            }
            for (Map.Entry<String, Node> child : directory.children().entrySet()) {
                List<String> names = with(at, child.getKey());
                if (child.getValue() instanceof Directory below) {
                    match(root, patterns, names, below, true, matches);
                } else if (rest.isEmpty()) {
                    add(matches, new SourceMatch(names, child.getValue()));
                }
            }
            return;
        }
        Pattern regex = PathPattern.compile(pattern, false);
        for (String name : directory.children().keySet()) {
            if (!regex.matcher(name).matches()) {
                continue;
            }
            List<String> names = with(at, name);
            Optional<Node> node = TreePath.resolve(root, String.join("/", names), true).node();
            if (node.isPresent() && rest.isEmpty()) {
                add(matches, new SourceMatch(names, node.get()));
            } else if (node.isPresent() && node.get() instanceof Directory below) {
                match(root, rest, names, below, doubleStar, matches);
            }
        }
    }

    private static void add(List<SourceMatch> matches, SourceMatch match) throws IOException {
        if (matches.size() == MAX_MATCHES) {
            throw new IOException("a pattern matches more than %d files; copy their directory instead"
                    .formatted(MAX_MATCHES));
        }
        matches.add(match);
    }

    /** Rooted at the source: {@code ..} does not lead out, a slash in front and at the end mean nothing. */
    private static String clamped(String source) {
        return IgnoreRules.clean("/" + source);
    }

    private static List<String> names(String path) {
        return Arrays.stream(path.split("/", -1)).filter(name -> !name.isEmpty()).toList();
    }

    private static List<String> with(List<String> names, String name) {
        List<String> all = new ArrayList<>(names);
        all.add(name);
        return all;
    }
}
