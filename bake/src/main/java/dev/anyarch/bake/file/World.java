package dev.anyarch.bake.file;

import dev.anyarch.bake.hcl.Function;
import dev.anyarch.bake.hcl.Value;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a bake file sees of the world around it.
 *
 * @param overrides what variables are set to from outside: the command line, the environment
 * @param builtIn variables that are there without being declared, and cannot be overridden
 * @param functions those that answer differently each time
 */
public record World(java.util.function.Function<String, Optional<String>> overrides, Map<String, String> builtIn,
        Map<String, Function> functions) {
    public World {
        builtIn = Map.copyOf(builtIn);
        functions = Map.copyOf(functions);
    }

    /**
     * The usual one.
     *
     * @param platform of this machine
     */
    public static World of(java.util.function.Function<String, Optional<String>> overrides, String platform,
            InstantSource clock, Supplier<String> unique) {
        return new World(overrides, Map.of("BAKE_CMD_CONTEXT", "cwd://", "BAKE_LOCAL_PLATFORM", platform),
                Map.of("timestamp", Function.of(0, 0,
                        _ -> Value.of(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())),
                        "uuidv4", Function.of(0, 0, _ -> Value.of(unique.get()))));
    }
}
