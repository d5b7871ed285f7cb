package dev.anyarch.builder.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words beginning with {@code --} right after an instruction's name, each checked against what it knows. */
final class Flags {
    private final SourceLocation location;
    private final Map<String, List<Optional<String>>> values;
    private final String rest;

    private Flags(SourceLocation location, Map<String, List<Optional<String>>> values, String rest) {
        this.location = location;
        this.values = values;
        this.rest = rest;
    }

    /**
     * @param single flags that may be given once
     * @param repeated flags that may be given often
     */
    static Flags parse(SourceLocation location, String instruction, String arguments, char escape, Set<String> single,
            Set<String> repeated) throws DockerfileException {
        Map<String, List<Optional<String>>> values = new LinkedHashMap<>();
        String rest = arguments.stripLeading();
        while (rest.startsWith("--")) {
            int end = Words.end(rest, 0, escape);
            String word = unquoted(rest.substring(0, end), escape);
            rest = rest.substring(end).stripLeading();
            if (word.equals("--")) {
                break;
            }
            add(location, instruction, word, single, repeated, values);
        }
        return new Flags(location, values, rest);
    }

    private static void add(SourceLocation location, String instruction, String word, Set<String> single,
            Set<String> repeated, Map<String, List<Optional<String>>> values) throws DockerfileException {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        if (!single.contains(name) && !repeated.contains(name)) {
            List<String> known = new ArrayList<>(single);
            known.addAll(repeated);
            throw new DockerfileException(location.at("--" + name),
                    "%s has no flag --%s%s".formatted(instruction.toUpperCase(Locale.ROOT), name,
                            Suggestion.of("--" + name, known.stream().map(flag -> "--" + flag).toList())));
        }
        List<Optional<String>> given = values.computeIfAbsent(name, _ -> new ArrayList<>());
        if (!given.isEmpty() && single.contains(name)) {
            throw new DockerfileException(location.at("--" + name), "flag --%s is there twice".formatted(name));
        }
        given.add(equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1)));
    }

    private static String unquoted(String word, char escape) {
        StringBuilder out = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == escape && i + 1 < word.length()) {
                out.append(word.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** What follows the flags. */
    String rest() {
        return rest;
    }

    /** The value of a flag; an empty one is as good as none. */
    Optional<String> value(String name) throws DockerfileException {
        return all(name).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** The value of a flag that may not be empty when it is there. */
    Optional<String> nonEmpty(String name) throws DockerfileException {
        Optional<String> value = value(name);
        if (value.isEmpty() && values.containsKey(name)) {
            throw lacksValue(name);
        }
        return value;
    }

    List<String> all(String name) throws DockerfileException {
        List<String> all = new ArrayList<>();
        for (Optional<String> value : values.getOrDefault(name, List.of())) {
            all.add(value.orElseThrow(() -> lacksValue(name)));
        }
        return all;
    }

    private DockerfileException lacksValue(String name) {
        return new DockerfileException(location.at("--" + name),
                "flag --%s: expected --%s=VALUE".formatted(name, name));
    }

    /** A flag that is on when it is there: {@code --link}, {@code --link=false}. */
    Optional<Boolean> choice(String name) throws DockerfileException {
        List<Optional<String>> given = values.getOrDefault(name, List.of());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String value = given.getFirst().orElse("true");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw new DockerfileException(location.at("--" + name),
                    "flag --%s: expected true or false, found '%s'".formatted(name, value));
        };
    }

    boolean isOn(String name) throws DockerfileException {
        return choice(name).orElse(false);
    }
}
