package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Expansion;
import dev.anyarch.builder.dockerfile.ExpansionException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.LintRule;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.builder.dockerfile.Suggestion;
import dev.anyarch.builder.dockerfile.Variables;
import dev.anyarch.model.reference.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables that are not there, or always have one value. */
final class VariableRules {
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)");
    private static final Pattern NO_SECRET = Pattern.compile("(?i)(?:^|_)(?:public|file|version)(?:_|$)");

    private static final int SHORTEST_MISTAKE = 4;

    private final Dockerfile dockerfile;
    private final Surroundings surroundings;
    private final Findings findings;
    private final char escape;
    /** Names that the stages know at their end; an unknown base leaves it open whether there are others. */
    private final Map<Integer, Scope> scopes = new HashMap<>();

    private VariableRules(Dockerfile dockerfile, Surroundings surroundings, Findings findings) {
        this.dockerfile = dockerfile;
        this.surroundings = surroundings;
        this.findings = findings;
        this.escape = dockerfile.directives().escape();
    }

    /** The names of a stage, and whether they are all. */
    private record Scope(Set<String> names, boolean isComplete) {
        Scope copy() {
            return new Scope(new HashSet<>(names), isComplete);
        }
    }

    static void check(Dockerfile dockerfile, Surroundings surroundings, Findings findings) {
        new VariableRules(dockerfile, surroundings, findings).check();
    }

    private void check() {
        Map<String, String> defaults = globals();
        for (Stage stage : dockerfile.stages()) {
            from(stage, defaults);
            Scope scope = dockerfile.findStage(stage.from().image(), stage.index())
                    .flatMap(below -> Optional.ofNullable(scopes.get(below.index())))
                    .map(Scope::copy)
                    .orElseGet(() -> base(stage.from()));
            for (Instruction instruction : stage.instructions()) {
                instruction(instruction, scope);
            }
            scopes.put(stage.index(), scope);
        }
    }

    private Scope base(Instruction.From from) {
        if (from.image().equals("scratch")) {
            return new Scope(new HashSet<>(Set.of("PATH")), true);
        }
        Optional<Set<String>> known = surroundings.base().find(from);
        Set<String> names = new HashSet<>(known.orElse(Set.of()));
        names.add("PATH");
        return new Scope(names, known.isPresent());
    }

    /** What the ARGs before the first FROM give when nobody gives anything else. */
    private Map<String, String> globals() {
        Map<String, String> defaults = new LinkedHashMap<>(PlatformArguments.EXAMPLE);
        for (Instruction.Arg arg : dockerfile.globalArgs()) {
            for (Instruction.Arg.Declaration one : arg.declarations()) {
                frozen(arg.location(), one);
                one.defaultValue().ifPresent(value -> defaults.put(one.name(), expanded(value, defaults).orElse("")));
                defaults.putIfAbsent(one.name(), "");
            }
        }
        return defaults;
    }

    private void from(Stage stage, Map<String, String> globals) {
        Instruction.From from = stage.from();
        List<String> words = new ArrayList<>(List.of(from.image()));
        from.platform().ifPresent(words::add);
        for (String word : words) {
            for (String name : missing(word, globals.keySet())) {
                findings.add(from.location().at(name), LintRule.UNDEFINED_ARG_IN_FROM,
                        "no ARG before the first FROM declares '%s'%s".formatted(name,
                                Suggestion.of(name, globals.keySet())));
            }
        }
        if (from.image().contains("$") && !from.image().contains(":?")) {
            Optional<String> image = expanded(from.image(), globals);
            if (image.isPresent() && !isImage(image.get(), stage)) {
                findings.add(from.location().at(from.image()), LintRule.INVALID_DEFAULT_ARG_IN_FROM,
                        "with the defaults of its ARGs, %s is '%s', which is no image; give them better ones"
                                .formatted(from.image(), image.get()));
            }
        }
    }

    private boolean isImage(String image, Stage stage) {
        if (dockerfile.findStage(image, stage.index()).isPresent()) {
            return true;
        }
        try {
            Reference.parse(image);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private void instruction(Instruction instruction, Scope scope) {
        List<String> words = instruction instanceof Instruction.Arg ? List.of() : ExpandedWords.of(instruction);
        for (String word : words) {
            for (String name : missing(word, scope.names)) {
                undefined(instruction.location(), name, scope);
            }
        }
        for (String text : ExpandedWords.heredocs(instruction)) {
            for (String name : missing(text, scope.names, Expansion::expandHeredoc)) {
                undefined(instruction.location(), name, scope);
            }
        }
        switch (instruction) {
            case Instruction.Arg arg -> arg.declarations().forEach(one -> {
                missing(one.defaultValue().orElse(""), scope.names)
                        .forEach(name -> undefined(arg.location(), name, scope));
                secret(arg.location(), "ARG", one.name());
                frozen(arg.location(), one);
                scope.names.add(one.name());
            });
            case Instruction.Env env -> env.pairs().forEach(pair -> {
                secret(env.location(), "ENV", pair.key());
                scope.names.add(pair.key());
            });
            case Instruction.Run run -> platformArguments(run, scope);
            case Instruction.From _,Instruction.Label _,Instruction.Copy _,Instruction.Add _,Instruction.Cmd _,Instruction.Entrypoint _,Instruction.Expose _,Instruction.Volume _,Instruction.User _,Instruction.Workdir _,Instruction.StopSignal _,Instruction.Shell _,Instruction.Healthcheck _,Instruction.OnBuild _,Instruction.Maintainer _ ->
                {
                }
        }
    }

    private void frozen(SourceLocation at, Instruction.Arg.Declaration one) {
        if (PlatformArguments.NAMES.contains(one.name()) && one.defaultValue().isPresent()) {
            findings.add(at.at(one.name()), LintRule.FROZEN_PLATFORM_ARG,
                    "ARG %s with a default is the same for every platform; remove the default".formatted(one.name()));
        }
    }

    private void secret(SourceLocation at, String instruction, String name) {
        if (SECRET.matcher(name).find() && !NO_SECRET.matcher(name).find()) {
            findings.add(at.at(name), LintRule.SECRETS_USED_IN_ARG_OR_ENV,
                    "%s %s looks like a secret, and everybody who has the image can read it; use RUN --mount=type=secret"
                            .formatted(instruction, name));
        }
    }

    private void undefined(SourceLocation at, String name, Scope scope) {
        if (PlatformArguments.NAMES.contains(name)) {
            undeclared(at, name);
            return;
        }
        // an unknown base may define anything; only a name that is nearly another one is a mistake then
        Set<String> near = new HashSet<>(scope.names);
        near.removeIf(known -> Math.abs(known.length() - name.length()) > 1 || name.length() < SHORTEST_MISTAKE);
        String suggestion = Suggestion.of(name, near);
        if (scope.isComplete || !suggestion.isEmpty()) {
            findings.add(at.at(name), LintRule.UNDEFINED_VAR,
                    "nothing defines '%s' here, so it is empty%s".formatted(name, suggestion));
        }
    }

    private void undeclared(SourceLocation at, String name) {
        findings.add(at.at(name), LintRule.UNDECLARED_PLATFORM_ARG,
                "%s is empty here, because no ARG %s stands above it in this stage".formatted(name, name));
    }

    /** A shell sees only what the stage declares. */
    private void platformArguments(Instruction.Run run, Scope scope) {
        String command = run.commandText();
        Matcher matcher = PlatformArguments.IN_SHELL.matcher(command);
        Set<String> told = new LinkedHashSet<>();
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!scope.names.contains(name) && !command.contains(name + "=")) {
                told.add(name);
            }
        }
        told.forEach(name -> undeclared(run.location(), name));
    }

    /** The variables of a word that are not there and have nothing in their place. */
    private Set<String> missing(String word, Set<String> known) {
        return missing(word, known, (text, variables) -> Expansion.expand(text, escape, variables));
    }

    /** How variables in a text are replaced. */
    @FunctionalInterface
    private interface Replacement {
        String expand(String text, Variables variables) throws ExpansionException;
    }

    private static Set<String> missing(String word, Set<String> known, Replacement replacement) {
        Set<String> missing = new LinkedHashSet<>();
        Variables recorder = name -> {
            if (known.contains(name)) {
                return Optional.of("x");
            }
            if (word.matches("(?s).*\\$(?:" + Pattern.quote(name) + "(?![A-Za-z0-9_])|\\{" + Pattern.quote(name)
                    + "[}#%/]).*")) {
                missing.add(name);
            }
            return Optional.empty();
        };
        try {
            replacement.expand(word, recorder);
        } catch (ExpansionException _) {
            return Set.of();
        }
        return missing;
    }

    private Optional<String> expanded(String word, Map<String, String> values) {
        try {
            return Optional.of(Expansion.expand(word, escape, Variables.of(values)));
        } catch (ExpansionException _) {
            return Optional.empty();
        }
    }
}
