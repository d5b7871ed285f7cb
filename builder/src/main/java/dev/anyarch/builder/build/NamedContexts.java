package dev.anyarch.builder.build;

import dev.anyarch.model.reference.Reference;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

    private static String normalized(String name) {
        try {
            return Reference.parse(name).familiar().replaceFirst(":latest$", "");
        } catch (IllegalArgumentException _) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
