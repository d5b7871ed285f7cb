package dev.anyarch.bake.hcl;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The functions that every bake file may call, by the names and with the meaning of Docker's. Those that ask the world
 * around ({@code timestamp}, {@code uuidv4}) are the caller's to add.
 */
public final class StandardLibrary {
    /** Docker has them, nobody seems to use them. */
    private static final Set<String> ABSENT = Set.of("bcrypt", "cidrhost", "cidrnetmask", "cidrsubnet", "cidrsubnets",
            "homedir", "rsadecrypt");
    private static final Map<String, Function> ALL = all();

    private StandardLibrary() {}

    private static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        NumberFunctions.addTo(all);
        TextFunctions.addTo(all);
        CollectionFunctions.addTo(all);
        EncodingFunctions.addTo(all);
        TimeFunctions.addTo(all);
        for (String name : ABSENT) {
            all.put(name, _ -> {
                throw new IllegalArgumentException("this function of Docker's is not available");
            });
        }
        return Map.copyOf(all);
    }

    public static Optional<Function> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    static Collection<String> names() {
        return ALL.keySet();
    }
}
