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
    private final Map<String, List<String>> values;
    private final String rest;

    private Flags(SourceLocation location, Map<String, List<String>> values, String rest) {
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
        Map<String, List<String>> values = new LinkedHashMap<>();
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
            Set<String> repeated, Map<String, List<String>> values) throws DockerfileException {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        if (!single.contains(name) && !repeated.contains(name)) {
            List<String> known = new ArrayList<>(single);
            known.addAll(repeated);
            throw new DockerfileException(location.at("--" + name),
                    "%s has no flag --%s%s".formatted(instruction.toUpperCase(Locale.ROOT), name,
                            Suggestion.of("--" + name, known.stream().map(flag -> "--" + flag).toList())));
        }
        List<String> given = values.computeIfAbsent(name, _ -> new ArrayList<>());
        if (!given.isEmpty() && single.contains(name)) {
            throw new DockerfileException(location.at("--" + name), "flag --%s is there twice".formatted(name));
        }
        given.add(equals < 0 ? "" : word.substring(equals + 1));
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

    Optional<String> value(String name) throws DockerfileException {
        List<String> given = values.getOrDefault(name, List.of());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.getFirst().isEmpty()) {
            throw new DockerfileException(location.at("--" + name),
                    "flag --%s: expected --%s=VALUE".formatted(name, name));
        }
        return Optional.of(given.getFirst());
    }

    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** A flag that is on when it is there: {@code --link}, {@code --link=false}. */
    Optional<Boolean> choice(String name) throws DockerfileException {
        List<String> given = values.getOrDefault(name, List.of());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        return switch (given.getFirst().toLowerCase(Locale.ROOT)) {
            case "", "true", "1", "t" -> Optional.of(true);
            case "false", "0", "f" -> Optional.of(false);
            default -> throw new DockerfileException(location.at("--" + name),
                    "flag --%s: expected true or false, found '%s'".formatted(name, given.getFirst()));
        };
    }

    boolean isOn(String name) throws DockerfileException {
        return choice(name).orElse(false);
    }
}
