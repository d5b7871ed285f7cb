package dev.anyarch.builder.build;

import dev.anyarch.model.InvalidContentException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The patterns of {@code .dockerignore} and {@code --exclude}: the last one that matches a path or a directory above it
 * decides, {@code !} takes back.
 */
record IgnoreRules(List<Rule> rules) {
    static final IgnoreRules NONE = new IgnoreRules(List.of());

    IgnoreRules {
        rules = List.copyOf(rules);
    }

    /** One line. */
    record Rule(PathPattern pattern, boolean takesBack) {}

    /** @throws IllegalArgumentException when a pattern is malformed; the message has the line's number */
    static IgnoreRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        List<String> lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("#") && !line.isBlank()) {
                try {
                    add(line.strip(), rules);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line %d: %s".formatted(i + 1, e.getMessage()), e);
                }
            }
        }
        return new IgnoreRules(rules);
    }

    /** The rules of a build's {@code .dockerignore}. */
    static IgnoreRules of(ImageBuild build) throws InvalidContentException {
        return of(build.ignoreFile());
    }

    /** The rules in the text of a {@code .dockerignore}. */
    static IgnoreRules of(Optional<String> ignoreFile) throws InvalidContentException {
        try {
            return ignoreFile.map(IgnoreRules::parse).orElse(NONE);
        } catch (IllegalArgumentException e) {
            throw new InvalidContentException(".dockerignore, " + e.getMessage(), e);
        }
    }

    static IgnoreRules of(List<String> patterns) {
        List<Rule> rules = new ArrayList<>();
        patterns.forEach(pattern -> add(pattern.strip(), rules));
        return new IgnoreRules(rules);
    }

    private static void add(String line, List<Rule> rules) {
        boolean takesBack = line.startsWith("!");
        String pattern = clean(takesBack ? line.substring(1).strip() : line);
        if (pattern.isEmpty()) {
            if (takesBack) {
                throw new IllegalArgumentException("expected a pattern after '!'");
            }
            return;
        }
        rules.add(new Rule(PathPattern.compile(pattern, true), takesBack));
    }

    /** As Go's {@code filepath.Clean}, and without a slash in front. */
    static String clean(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..") && !names.isEmpty() && !names.getLast().equals("..")) {
                names.removeLast();
            } else if (!name.isEmpty() && !name.equals(".") && !(name.equals("..") && path.startsWith("/"))) {
                names.add(name);
            }
        }
        return String.join("/", names);
    }

    /** @param path from the root, without a slash in front */
    boolean ignores(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (ignored == rule.takesBack && rule.pattern.matchesAtOrAbove(path)) {
                ignored = !rule.takesBack;
            }
        }
        return ignored;
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Whether something below the directory {@code path}, which is ignored, may be taken back. */
    boolean canTakeBackBelow(String path) {
        return rules.stream().anyMatch(rule -> rule.takesBack && rule.pattern.canMatchBelow(path));
    }
}
