package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.reference.Reference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The named contexts of a build. As with Docker, {@code alpine} is also {@code docker.io/library/alpine:latest}. */
public final class NamedContexts {
    public static final NamedContexts NONE = new NamedContexts(Map.of());

    private final Map<String, NamedContext> byName = new LinkedHashMap<>();

    public NamedContexts(Map<String, NamedContext> contexts) {
        contexts.forEach((name, context) -> byName.put(normalized(name), context));
    }

    Optional<NamedContext> find(String name) {
        return byName.isEmpty() ? Optional.empty() : Optional.ofNullable(byName.get(normalized(name)));
    }

    Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** A stage that has the name of a context is that context, however it is called and whether it is the target. */
    Dockerfile replaceStages(Dockerfile dockerfile) {
        return byName.isEmpty()
                ? dockerfile
                : dockerfile.withStages(dockerfile.stages().stream().map(this::replaced).toList());
    }

    private Stage replaced(Stage stage) {
        Instruction.From from = stage.from();
        return from.name()
                .filter(name -> find(name).isPresent())
                .map(name -> new Stage(stage.index(),
                        new Instruction.From(from.location(), from.platform(), name, from.name()), List.of()))
                .orElse(stage);
    }

    private static String normalized(String name) {
        try {
            return Reference.parse(name).familiar().replaceFirst(":latest$", "");
        } catch (IllegalArgumentException _) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
