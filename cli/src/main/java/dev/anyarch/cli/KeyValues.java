package dev.anyarch.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values of the form {@code KEY=VALUE} of a repeatable option; in the order given, the last one of a key counts. */
final class KeyValues {
    private KeyValues() {}

    static Map<String, String> parse(Option option, Arguments arguments) throws UsageException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : arguments.values(option)) {
            put(pairs, option, text);
        }
        return Collections.unmodifiableMap(pairs);
    }

    /** Those of {@code level}, as in {@code index:KEY=VALUE}; what has no level is the manifest's. */
    static Map<String, String> parse(Option option, Arguments arguments, String level) throws UsageException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : arguments.values(option)) {
            boolean index = text.startsWith("index:");
            if (index == level.equals("index")) {
                put(pairs, option, text.replaceFirst("^(index|manifest):", ""));
            }
        }
        return Collections.unmodifiableMap(pairs);
    }

    /** As {@link #parse(Option, Arguments)}; a key without a value has that of the environment, or none. */
    static Map<String, String> withEnvironment(Option option, Arguments arguments, Environment environment)
            throws UsageException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : arguments.values(option)) {
            Optional<String> inherited = environment.variable(text);
            if (text.contains("=")) {
                put(pairs, option, text);
            } else if (inherited.isPresent()) {
                pairs.put(text, inherited.get());
            }
        }
        return Collections.unmodifiableMap(pairs);
    }

    private static void put(Map<String, String> pairs, Option option, String text) throws UsageException {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new UsageException("option %s: expected KEY=VALUE, found '%s'".formatted(option.name(), text));
        }
        pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
}
