package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Expansion;
import dev.anyarch.builder.dockerfile.ExpansionException;
import dev.anyarch.builder.dockerfile.Heredoc;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of a stage as its instructions declare them: of an ARG and an ENV of one name the later one counts, as
 * BuildKit has it, and of those of the stage below the ENV. For one thread.
 */
final class StageScope implements Variables {
    private final GlobalScope globals;
    private final Map<String, Optional<String>> arguments;
    private final Map<String, String> environment;
    private final Map<String, String> seen;

    StageScope(GlobalScope globals, Map<String, Optional<String>> inheritedArguments,
            Map<String, String> environment) {
        this.globals = globals;
        this.arguments = new LinkedHashMap<>(inheritedArguments);
        this.environment = new LinkedHashMap<>(environment);
        this.seen = new LinkedHashMap<>();
        inheritedArguments.forEach((name, value) -> value.ifPresent(known -> seen.put(name, known)));
        seen.putAll(environment);
    }

    @Override
    public Optional<String> find(String name) {
        return Optional.ofNullable(seen.get(name));
    }

    /** What a stage built on this one begins with: the ARGs, and their values as far as they have one. */
    Map<String, Optional<String>> arguments() {
        return new LinkedHashMap<>(arguments);
    }

    /** What a command sees: ARGs and ENVs; proxies are there undeclared. */
    Map<String, String> commandEnvironment() {
        Map<String, String> all = new LinkedHashMap<>(seen);
        globals.proxies().forEach(all::putIfAbsent);
        return all;
    }

    /** What a command sees of that which the Dockerfile says: proxies, which leave no trace, are not in it. */
    Map<String, String> declaredEnvironment() {
        return new LinkedHashMap<>(seen);
    }

    /** The ARGs in the order of their declaration as a command sees them, {@code NAME=VALUE}; those without one as empty. */
    List<String> declaredArguments() {
        List<String> words = new ArrayList<>();
        arguments.forEach((name, value) -> words.add(name + "=" + seen.getOrDefault(name, value.orElse(""))));
        return words;
    }

    Map<String, String> environment() {
        return new LinkedHashMap<>(environment);
    }

    /** Declares the arguments; a later one sees an earlier one. Returns the text for the history. */
    String declare(Instruction.Arg arg) throws DockerfileException {
        List<String> words = new ArrayList<>();
        for (Instruction.Arg.Declaration declaration : arg.declarations()) {
            String name = expand(arg.location(), declaration.name());
            Optional<String> value = globals.given(name);
            if (value.isEmpty()) {
                value = declaration.defaultValue().isPresent()
                        ? Optional.of(expand(arg.location(), declaration.defaultValue().get()))
                        : globals.value(name);
            }
            arguments.putIfAbsent(name, Optional.empty());
            value.ifPresent(known -> {
                arguments.put(name, Optional.of(known));
                seen.put(name, known);
            });
            words.add(value.map(known -> name + "=" + known).orElse(name));
        }
        return "ARG " + String.join(" ", words);
    }

    /** Sets variables; each sees the environment from before the instruction. Returns what they are now. */
    Map<String, String> set(Instruction.Env env) throws DockerfileException {
        Map<String, String> expanded = expand(env.location(), env.pairs());
        environment.putAll(expanded);
        seen.putAll(expanded);
        return expanded;
    }

    Map<String, String> expand(SourceLocation at, List<Instruction.KeyValue> pairs) throws DockerfileException {
        Map<String, String> expanded = new LinkedHashMap<>();
        for (Instruction.KeyValue pair : pairs) {
            String key = expand(at, pair.key());
            if (key.isEmpty()) {
                throw new DockerfileException(at.at(pair.key()), "'%s' is an empty name".formatted(pair.key()));
            }
            expanded.put(key, expand(at, pair.value()));
        }
        return expanded;
    }

    String expand(SourceLocation at, String word) throws DockerfileException {
        return GlobalScope.expand(at, word, globals.escape(), this);
    }

    List<String> expandWords(SourceLocation at, String text) throws DockerfileException {
        try {
            return Expansion.words(text, globals.escape(), this);
        } catch (ExpansionException e) {
            throw new DockerfileException(at.at(text), "'%s': %s".formatted(text, e.getMessage()), e);
        }
    }

    String expand(SourceLocation at, Heredoc heredoc) throws DockerfileException {
        try {
            return heredoc.expands() ? Expansion.expandHeredoc(heredoc.content(), this) : heredoc.content();
        } catch (ExpansionException e) {
            throw new DockerfileException(at, "here-document %s: %s".formatted(heredoc.name(), e.getMessage()), e);
        }
    }
}
