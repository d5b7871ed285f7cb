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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The words of WORKDIR, EXPOSE, COPY and ADD with their variables replaced, as far as the file itself says what those are: by
 * ENV, or by the default of an ARG.
 */
final class KnownWords {
    private final IdentityHashMap<Instruction, Map<String, String>> words = new IdentityHashMap<>();
    private final char escape;

    private KnownWords(Dockerfile dockerfile) {
        this.escape = dockerfile.directives().escape();
        Map<String, String> globals = new HashMap<>();
        dockerfile.globalArgs().forEach(arg -> declare(arg, Map.of(), globals));
        Map<Integer, Map<String, String>> ends = new HashMap<>();
        for (Stage stage : dockerfile.stages()) {
            Map<String, String> values = new HashMap<>(dockerfile.findStage(stage.from().image(), stage.index())
                    .map(below -> ends.getOrDefault(below.index(), Map.of()))
                    .orElse(Map.of()));
            stage.instructions().forEach(instruction -> read(instruction, globals, values));
            ends.put(stage.index(), values);
        }
    }

    static KnownWords of(Dockerfile dockerfile) {
        return new KnownWords(dockerfile);
    }

    /** What a word comes to; empty when only the build knows. */
    Optional<String> find(Instruction instruction, String word) {
        return word.contains("$")
                ? Optional.ofNullable(words.getOrDefault(instruction, Map.of()).get(word))
                : Optional.of(word);
    }

    private void read(Instruction instruction, Map<String, String> globals, Map<String, String> values) {
        switch (instruction) {
            case Instruction.Arg arg -> declare(arg, globals, values);
            case Instruction.Env env -> env.pairs()
                    .forEach(pair -> set(pair.key(), expanded(pair.value(), values), values));
            case Instruction.Workdir _,Instruction.Expose _,Instruction.Copy _,Instruction.Add _ ->
                ExpandedWords.of(instruction)
                        .stream()
                        .filter(word -> word.contains("$"))
                        .forEach(word -> expanded(word, values).ifPresent(known -> words
                                .computeIfAbsent(instruction, _ -> new HashMap<>())
                                .put(word, known)));
            case Instruction.From _,Instruction.Label _,Instruction.Run _,Instruction.Cmd _,Instruction.Entrypoint _,Instruction.Volume _,Instruction.User _,Instruction.StopSignal _,Instruction.Shell _,Instruction.Healthcheck _,Instruction.OnBuild _,Instruction.Maintainer _ ->
                {
                }
        }
    }

    private void declare(Instruction.Arg arg, Map<String, String> globals, Map<String, String> values) {
        for (Instruction.Arg.Declaration one : arg.declarations()) {
            set(one.name(), one.defaultValue().isPresent()
                    ? expanded(one.defaultValue().get(), values)
                    : Optional.ofNullable(globals.get(one.name())), values);
        }
    }

    private static void set(String name, Optional<String> value, Map<String, String> values) {
        value.ifPresentOrElse(known -> values.put(name, known), () -> values.remove(name));
    }

    private Optional<String> expanded(String word, Map<String, String> values) {
        AtomicBoolean isKnown = new AtomicBoolean(true);
        try {
            String expanded = Expansion.expand(word, escape, name -> {
                Optional<String> value = Optional.ofNullable(values.get(name));
                if (value.isEmpty()) {
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
