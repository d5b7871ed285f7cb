package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Expansion;
import dev.anyarch.builder.dockerfile.ExpansionException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The words of WORKDIR, EXPOSE, COPY and ADD with their variables replaced, as far as the file itself says what those are: by
 * ENV, or by the default of an ARG unless the build is given it; what nothing defines is empty, unless the base image is not known.
 */
final class KnownWords {
    private final IdentityHashMap<Instruction, Map<String, String>> words = new IdentityHashMap<>();
    private final Map<String, String> given;
    private final char escape;

    /**
     * What the variables of a stage are at one place.
     *
     * @param values empty where only the build knows
     * @param isComplete whether there are no others
     */
    private record Scope(Map<String, Optional<String>> values, boolean isComplete) {
        Scope copy() {
            return new Scope(new HashMap<>(values), isComplete);
        }
    }

    private KnownWords(Dockerfile dockerfile, Surroundings surroundings) {
        this.given = surroundings.arguments();
        this.escape = dockerfile.directives().escape();
        Scope globals = new Scope(new HashMap<>(), true);
        PlatformArguments.EXAMPLE.keySet().forEach(name -> globals.values().put(name, Optional.empty()));
        dockerfile.globalArgs().forEach(arg -> declare(arg, Map.of(), globals));
        Map<Integer, Scope> ends = new HashMap<>();
        for (Stage stage : dockerfile.stages()) {
            Scope scope = dockerfile.findStage(stage.from().image(), stage.index())
                    .flatMap(below -> Optional.ofNullable(ends.get(below.index())))
                    .map(Scope::copy)
                    .orElseGet(() -> base(stage.from(), surroundings));
            stage.instructions().forEach(instruction -> read(instruction, globals.values(), scope));
            ends.put(stage.index(), scope);
        }
    }

    static KnownWords of(Dockerfile dockerfile, Surroundings surroundings) {
        return new KnownWords(dockerfile, surroundings);
    }

    private static Scope base(Instruction.From from, Surroundings surroundings) {
        Optional<Set<String>> names = from.image().equals("scratch")
                ? Optional.of(Set.of())
                : surroundings.base().find(from);
        Map<String, Optional<String>> values = new HashMap<>(Map.of("PATH", Optional.empty()));
        names.orElse(Set.of()).forEach(name -> values.put(name, Optional.empty()));
        return new Scope(values, names.isPresent());
    }

    /** What a word comes to; empty when only the build knows. */
    Optional<String> find(Instruction instruction, String word) {
        return word.contains("$")
                ? Optional.ofNullable(words.getOrDefault(instruction, Map.of()).get(word))
                : Optional.of(word);
    }

    private void read(Instruction instruction, Map<String, Optional<String>> globals, Scope scope) {
        switch (instruction) {
            case Instruction.Arg arg -> declare(arg, globals, scope);
            case Instruction.Env env -> env.pairs()
                    .forEach(pair -> scope.values().put(pair.key(), expanded(pair.value(), scope)));
            case Instruction.Workdir _,Instruction.Expose _,Instruction.Copy _,Instruction.Add _ ->
                ExpandedWords.of(instruction)
                        .stream()
                        .filter(word -> word.contains("$"))
                        .forEach(word -> expanded(word, scope).ifPresent(known -> words
                                .computeIfAbsent(instruction, _ -> new HashMap<>())
                                .put(word, known)));
            case Instruction.From _,Instruction.Label _,Instruction.Run _,Instruction.Cmd _,Instruction.Entrypoint _,Instruction.Volume _,Instruction.User _,Instruction.StopSignal _,Instruction.Shell _,Instruction.Healthcheck _,Instruction.OnBuild _,Instruction.Maintainer _ ->
                {
                }
        }
    }

    /** One that is neither given nor has a default leaves what an ENV says. */
    private void declare(Instruction.Arg arg, Map<String, Optional<String>> globals, Scope scope) {
        for (Instruction.Arg.Declaration one : arg.declarations()) {
            String name = one.name();
            if (given.containsKey(name)) {
                scope.values().put(name, Optional.of(given.getOrDefault(name, "")));
            } else if (one.defaultValue().isPresent()) {
                scope.values().put(name, expanded(one.defaultValue().get(), scope));
            } else if (globals.containsKey(name)) {
                scope.values().put(name, globals.getOrDefault(name, Optional.empty()));
            }
        }
    }

    private Optional<String> expanded(String word, Scope scope) {
        AtomicBoolean isKnown = new AtomicBoolean(true);
        try {
            String expanded = Expansion.expand(word, escape, name -> {
                Optional<String> value = scope.values().getOrDefault(name, Optional.empty());
                if (value.isEmpty() && (scope.values().containsKey(name) || !scope.isComplete())) {
                    isKnown.set(false);
                }
                return value;
            });
            return isKnown.get() ? Optional.of(expanded) : Optional.empty();
        } catch (ExpansionException _) {
            return Optional.empty();
        }
    }
}
