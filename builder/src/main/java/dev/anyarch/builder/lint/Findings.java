package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.builder.dockerfile.LintRule;
import dev.anyarch.builder.dockerfile.SourceLocation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what the rules find, each once. For one thread. */
final class Findings {
    private final Set<DockerfileWarning> found = new LinkedHashSet<>();

    void add(DockerfileWarning warning) {
        found.add(warning);
    }

    void add(SourceLocation at, LintRule rule, String message) {
        add(new DockerfileWarning(at, rule, message));
    }

    List<DockerfileWarning> all() {
        return List.copyOf(found);
    }
}
