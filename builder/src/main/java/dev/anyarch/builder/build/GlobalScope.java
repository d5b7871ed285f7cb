package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Expansion;
import dev.anyarch.builder.dockerfile.ExpansionException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Variables;
import dev.anyarch.model.platform.Platform;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The variables in front of the first FROM, for one target platform: the predefined platform arguments, then the file's own
 * ARGs, which override them; {@code --build-arg} beats both.
 */
final class GlobalScope {
    private final Platform target;
    private final char escape;
    private final Map<String, String> buildArgs;
    private final Map<String, String> values = new LinkedHashMap<>();

    GlobalScope(ImageBuild build, Platform target) throws DockerfileException {
        Dockerfile dockerfile = build.dockerfile();
        this.target = target.normalized();
        this.escape = dockerfile.directives().escape();
        this.buildArgs = build.buildArgs(target);
        define("BUILD", build.buildPlatform().normalized());
        define("TARGET", this.target);
        values.put("TARGETSTAGE", build.target()
                .or(() -> dockerfile.stages().getLast().from().name())
                .orElse("default"));
        values.replaceAll((name, value) -> buildArgs.getOrDefault(name, value));
        for (Instruction.Arg arg : dockerfile.globalArgs()) {
            for (Instruction.Arg.Declaration declaration : arg.declarations()) {
                declare(arg.location(), declaration);
            }
        }
    }

    private void define(String prefix, Platform platform) {
        values.put(prefix + "PLATFORM", platform.toString());
        values.put(prefix + "OS", platform.os());
        values.put(prefix + "OSVERSION", platform.osVersion());
        values.put(prefix + "ARCH", platform.architecture());
        values.put(prefix + "VARIANT", platform.variant());
    }

    private void declare(SourceLocation at, Instruction.Arg.Declaration declaration) throws DockerfileException {
        String name = expand(at, declaration.name());
        if (buildArgs.containsKey(name)) {
            values.put(name, buildArgs.get(name));
        } else if (declaration.defaultValue().isPresent()) {
            values.put(name, expand(at, declaration.defaultValue().get()));
        }
    }

    /** The build arguments about proxies, which need no ARG and leave no trace; programs look for either spelling. */
    Map<String, String> proxies() {
        Map<String, String> proxies = new LinkedHashMap<>();
        buildArgs.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (UndeclaredArguments.PROXIES.contains(lower)) {
                proxies.put(lower, value);
                proxies.put(name.toUpperCase(Locale.ROOT), value);
            }
        });
        return proxies;
    }

    Platform target() {
        return target;
    }

    char escape() {
        return escape;
    }

    /** What {@code --build-arg} says, which beats everything. */
    Optional<String> given(String name) {
        return Optional.ofNullable(buildArgs.get(name));
    }

    /** What a stage's ARG without a default gets. */
    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Expands a word of a FROM. */
    String expand(SourceLocation at, String word) throws DockerfileException {
        return expand(at, word, escape, Variables.of(values));
    }

    static String expand(SourceLocation at, String word, char escape, Variables variables)
            throws DockerfileException {
        try {
            return Expansion.expand(word, escape, variables);
        } catch (ExpansionException e) {
            throw new DockerfileException(at.at(word), "'%s': %s".formatted(word, e.getMessage()), e);
        }
    }
}
