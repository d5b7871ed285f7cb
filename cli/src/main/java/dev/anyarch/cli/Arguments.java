package dev.anyarch.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was given on the command line; immutable. Values are kept by the option's name and not by the option, because a
 * record's {@code hashCode} is made at its first use, which takes a young process 10 ms.
 */
final class Arguments {
    private final Map<String, List<String>> given;
    private final List<String> operands;

    Arguments(Map<String, List<String>> given, List<String> operands) {
        this.given = new LinkedHashMap<>(given);
        this.operands = List.copyOf(operands);
    }

    boolean has(Option option) {
        return given.containsKey(option.name())
                && !given.getOrDefault(option.name(), List.of()).getLast().equals("false");
    }

    Optional<String> value(Option option) {
        List<String> values = given.getOrDefault(option.name(), List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    List<String> values(Option option) {
        return List.copyOf(given.getOrDefault(option.name(), List.of()));
    }

    /**
     * The values of a repeatable option that also takes several in one, separated by commas; a comma of the platform syntax
     * itself, as in {@code windows/amd64,osver=10.0.20348}, separates nothing.
     */
    List<String> separatedValues(Option option) {
        List<String> all = new ArrayList<>();
        for (String value : values(option)) {
            for (String part : value.split(",(?!osver=)", -1)) {
                if (!part.isBlank()) {
                    all.add(part.strip());
                }
            }
        }
        return List.copyOf(all);
    }

    /** The arguments that are not options. */
    List<String> operands() {
        return operands;
    }

    String operand(int index) {
        return operands.get(index);
    }
}
