package dev.anyarch.builder.build;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
     * What a plain path or a pattern names. None for a plain path that is not there and for a pattern without a match. Links
     * are followed, but not those to directories once a name is a pattern.
     *
     * @throws IllegalArgumentException when the pattern is malformed
     * @throws FileSystemException when a pattern matches a link to nothing
     */
    static List<SourceMatch> find(Directory root, String source) throws IOException {
        String clean = clamped(source);
        if (!PathPattern.isWildcard(clean)) {
            TreePath path = TreePath.resolve(root, PathPattern.unescaped(clean), true);
            List<String> names = names(PathPattern.unescaped(clean));
            return path.node().map(node -> List.of(new SourceMatch(names, node))).orElse(List.of());
        }
        List<String> patterns = names(clean);
        int plain = 0;
        while (!PathPattern.isWildcard(patterns.get(plain))) {
            plain++;
        }
        List<String> above = patterns.subList(0, plain).stream().map(PathPattern::unescaped).toList();
        List<SourceMatch> matches = new ArrayList<>();
        if (TreePath.resolve(root, String.join("/", above), true).node().orElse(root) instanceof Directory start) {
            match(patterns.subList(plain, patterns.size()), above, start, false, matches);
        }
        List<SourceMatch> followed = new ArrayList<>();
        for (SourceMatch match : matches) {
            followed.add(followed(root, match));
        }
        return followed;
    }

    /**
     * As {@link #find}, for {@code --parents}: {@code **} is any number of directories, and from the pivot on no link is
     * followed.
     *
     * @param pivot how many names lead there
     */
    static List<SourceMatch> findWithParents(Directory root, String source, int pivot) throws IOException {
        List<String> patterns = names(clamped(source));
        List<SourceMatch> starts = pivot == 0
                ? List.of(new SourceMatch(List.of(), root))
                : find(root, String.join("/", patterns.subList(0, pivot)));
        List<SourceMatch> matches = new ArrayList<>();
        for (SourceMatch start : starts) {
            if (patterns.size() == pivot) {
                add(matches, start);
            } else if (start.node() instanceof Directory directory) {
                match(patterns.subList(pivot, patterns.size()), start.names(), directory, true, matches);
            }
        }
        return matches;
    }

    private static SourceMatch followed(Directory root, SourceMatch match) throws IOException {
        String path = String.join("/", match.names);
        return new SourceMatch(match.names, TreePath.resolve(root, path, true)
                .node()
                .orElseThrow(() -> new FileSystemException("/" + path, null, "it is a symbolic link to nothing")));
    }

    /** Matches names without following links. */
    private static void match(List<String> patterns, List<String> at, Directory directory, boolean doubleStar,
            List<SourceMatch> matches) throws IOException {
        String pattern = patterns.getFirst();
        List<String> rest = patterns.subList(1, patterns.size());
        boolean isAnyDepth = doubleStar && pattern.equals("**");
        if (isAnyDepth && !rest.isEmpty()) {
            match(rest, at, directory, doubleStar, matches);
            if (rest.getFirst().equals("**")) {
                // twice the same is once, and would find everything in as many ways as there are directories
                return;
            }
        }
        PathPattern glob = PathPattern.compile(isAnyDepth ? "*" : pattern, false);
        for (Map.Entry<String, Node> child : directory.children().entrySet()) {
            if (!glob.matches(child.getKey())) {
                continue;
            }
            List<String> names = with(at, child.getKey());
            if (rest.isEmpty()) {
                add(matches, new SourceMatch(names, child.getValue()));
            } else if (child.getValue() instanceof Directory below) {
                match(isAnyDepth ? patterns : rest, names, below, doubleStar, matches);
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
