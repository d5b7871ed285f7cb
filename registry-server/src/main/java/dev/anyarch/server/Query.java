package dev.anyarch.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query of a request. A parameter that means one thing may come once: two readers of a repeated one could take
 * different values.
 */
record Query(Map<String, List<String>> parameters) {
    private static final int MAX_PARAMETERS = 1000;

    /** Reads the text behind the question mark; empty when there was none. */
    static Query parse(String text) throws Refusal {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        int count = 0;
        for (String part : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            if (++count > MAX_PARAMETERS) {
                throw new Refusal(ErrorCode.UNSUPPORTED, 414,
                        "query: expected at most %d parameters".formatted(MAX_PARAMETERS));
            }
            int equals = part.indexOf('=');
            String name = PercentCoding.decodeQuery(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : PercentCoding.decodeQuery(part.substring(equals + 1));
            if (!name.isEmpty()) {
                parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return new Query(parameters);
    }

    Optional<String> find(String name) throws Refusal {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new Refusal(ErrorCode.UNSUPPORTED, 400,
                    "query: expected parameter '%s' once, found it %d times".formatted(name, values.size()));
        }
        return values.stream().findFirst();
    }

    List<String> all(String name) {
        return List.copyOf(parameters.getOrDefault(name, List.of()));
    }
}
