package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.LintRule;
import dev.anyarch.builder.dockerfile.SourceLocation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Checks a Dockerfile by all rules that it does not turn off. */
public final class DockerfileLint {
    private DockerfileLint() {}

    /**
     * What was found, in the order of the file.
     *
     * @throws DockerfileException when {@code # check=} cannot be read
     */
    public static List<DockerfileWarning> check(Dockerfile dockerfile, Surroundings unasked)
            throws DockerfileException {
        Map<Instruction.From, Optional<Set<String>>> bases = new HashMap<>();
        Surroundings surroundings = new Surroundings(unasked.ignored(), unasked.arguments(),
                from -> bases.computeIfAbsent(from, unasked.base()::find));
        CheckDirective directive = CheckDirective.of(dockerfile);
        Findings findings = new Findings();
        dockerfile.warnings().forEach(findings::add);
        WritingRules.check(dockerfile, findings);
        KnownWords known = KnownWords.of(dockerfile, surroundings);
        StageRules.check(dockerfile, known, findings);
        VariableRules.check(dockerfile, surroundings, findings);
        InstructionRules.check(dockerfile, known, surroundings, findings);
        PlatformRules.check(dockerfile, findings);
        NavigableMap<Integer, SourceLocation> instructions = new TreeMap<>();
        Written.all(dockerfile).forEach(one -> instructions.put(one.location().line(), one.location()));
        return findings.all()
                .stream()
                .filter(warning -> warning.rule().map(directive::isOn).orElse(true))
                .filter(warning -> !isSkippedThere(dockerfile, instructions, warning))
                .sorted(Comparator.comparingInt((DockerfileWarning warning) -> warning.location()
                        .map(place -> place.line())
                        .orElse(0)))
                .toList();
    }

    /** @param instructions by the line in which each begins */
    private static boolean isSkippedThere(Dockerfile dockerfile, NavigableMap<Integer, SourceLocation> instructions,
            DockerfileWarning warning) {
        if (warning.rule().isEmpty() || warning.location().isEmpty()) {
            return false;
        }
        int line = warning.location().get().line();
        int first = Optional.ofNullable(instructions.floorEntry(line))
                .map(Map.Entry::getValue)
                .filter(place -> line <= place.endLine())
                .map(SourceLocation::line)
                .orElse(line);
        List<String> skipped = CheckDirective.skippedAbove(dockerfile, first);
        return skipped.contains("all") || skipped.contains(warning.rule().get().id().toLowerCase(Locale.ROOT));
    }

    /**
     * As {@link #check}, for a build: with {@code # check=error=true} a finding is an error.
     *
     * @throws DockerfileException which shows the first one and lists the rules of all
     */
    public static List<DockerfileWarning> checkForBuild(Dockerfile dockerfile, Surroundings surroundings)
            throws DockerfileException {
        List<DockerfileWarning> found = check(dockerfile, surroundings);
        List<DockerfileWarning> byRule = found.stream()
                .filter(warning -> warning.rule().isPresent() && warning.location().isPresent())
                .toList();
        if (CheckDirective.of(dockerfile).failsBuild() && !byRule.isEmpty()) {
            DockerfileWarning first = byRule.getFirst();
            List<String> rules = byRule.stream()
                    .flatMap(warning -> warning.rule().stream())
                    .map(LintRule::id)
                    .distinct()
                    .toList();
            throw new DockerfileException(first.location().orElseThrow(),
                    "%s; the file says # check=error=true, and it breaks %s".formatted(first.message(),
                            String.join(", ", rules)));
        }
        return found;
    }
}
