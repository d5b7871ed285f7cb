package dev.anyarch.builder.dockerfile;

import java.util.Optional;

/**
 * Something that works but is probably not what was meant.
 *
 * @param location where; absent when it is about the request, not the file
 * @param rule that found it, if it is one of the linter's
 * @param message one sentence
 */
public record DockerfileWarning(Optional<SourceLocation> location, Optional<LintRule> rule, String message) {

    public DockerfileWarning(Optional<SourceLocation> location, String message) {
        this(location, Optional.empty(), message);
    }

    public DockerfileWarning(SourceLocation location, LintRule rule, String message) {
        this(Optional.of(location), Optional.of(rule), message);
    }

    @Override
    public String toString() {
        return location.map(place -> place + ": ").orElse("") + message
                + rule.map(found -> " (" + found.id() + ")").orElse("");
    }

    /** The same with the line shown below it, the place marked. */
    public String toTextWithLine() {
        return this + location.map(SourceLocation::marked).orElse("");
    }
}
