package dev.anyarch.builder.dockerfile;

import java.util.Map;
import java.util.Optional;

/** The values that an expansion sees. */
@FunctionalInterface
public interface Variables {
    Variables NONE = _ -> Optional.empty();

    /** The value of {@code name}, empty when it is not set, which is not the same as set to nothing. */
    Optional<String> find(String name);

    static Variables of(Map<String, String> values) {
        Map<String, String> copy = Map.copyOf(values);
        return name -> Optional.ofNullable(copy.get(name));
    }
}
