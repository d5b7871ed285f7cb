package dev.anyarch.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of the form {@code KEY=VALUE} of a repeatable option. */
final class KeyValues {
    private KeyValues() {}

    /** In the order given; the last one of a key counts. */
    static Map<String, String> parse(Option option, Arguments arguments) throws UsageException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : arguments.values(option)) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new UsageException("option %s: expected KEY=VALUE, found '%s'".formatted(option.name(), text));
            }
            pairs.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return Collections.unmodifiableMap(pairs);
    }
}
