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

    /**
     * As {@link #parse(Option, Arguments)}; a key without a value has that of the environment, or none.
     *
     * @param platform in front of those that are wanted, see {@link #platformPrefix}
     */
    static Map<String, String> withEnvironment(Option option, Arguments arguments, Environment environment,
            Optional<String> platform) throws UsageException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String given : arguments.values(option)) {
            Optional<String> prefix = platformPrefix(given);
            if (!prefix.equals(platform)) {
                continue;
            }
            String text = prefix.map(found -> given.substring(found.length() + 1)).orElse(given);
            Optional<String> inherited = environment.variable(text);
            if (text.contains("=")) {
                put(pairs, option, text);
            } else if (inherited.isPresent()) {
                pairs.put(text, inherited.get());
            }
        }
        return Collections.unmodifiableMap(pairs);
    }

    /** The platform of {@code linux/arm64:KEY=VALUE}; no name of an ARG has a slash in it. */
    static Optional<String> platformPrefix(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        int colon = key.lastIndexOf(':');
        return colon > 0 && key.lastIndexOf('/', colon) > 0 ? Optional.of(key.substring(0, colon)) : Optional.empty();
    }

    private static void put(Map<String, String> pairs, Option option, String text) throws UsageException {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new UsageException("option %s: expected KEY=VALUE, found '%s'".formatted(option.name(), text));
        }
        pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
}
