package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code --mount} of RUN, checked: which options there are depends on the type.
 *
 * @param options by their first name; those that are on without a value have {@code true}
 */
record RunMount(SourceLocation location, Type type, Map<String, String> options) {

    /** What is mounted. */
    enum Type {
        BIND, CACHE, TMPFS, SECRET, SSH;

        private Set<String> known() {
            return switch (this) {
                case BIND -> Set.of("from", "source", "target", "rw");
                case CACHE -> Set.of("id", "target", "ro", "sharing", "from", "source", "mode", "uid", "gid");
                case TMPFS -> Set.of("target", "size");
                case SECRET -> Set.of("id", "target", "required", "mode", "uid", "gid", "env");
                case SSH -> Set.of("id", "target", "required", "mode", "uid", "gid");
            };
        }
    }

    RunMount {
        options = Map.copyOf(options);
    }

    /**
     * Reads the value of the flag.
     *
     * @param scope whose variables it may use, but in {@code from}
     */
    static RunMount parse(SourceLocation at, String text, StageScope scope) throws DockerfileException {
        Map<String, String> options = new LinkedHashMap<>();
        for (String field : text.split(",", -1)) {
            int equals = field.indexOf('=');
            String name = canonical(equals < 0 ? field : field.substring(0, equals));
            String value = equals < 0 ? "true" : scope.expand(at, field.substring(equals + 1));
            if (name.equals("ro") && value.equals("false")) {
                options.put("rw", "true");
            } else if (!name.equals("rw") || !value.equals("false")) {
                options.put(name, value);
            }
        }
        String typeName = Optional.ofNullable(options.remove("type")).orElse("bind");
        Type type = switch (typeName) {
            case "bind" -> Type.BIND;
            case "cache" -> Type.CACHE;
            case "tmpfs" -> Type.TMPFS;
            case "secret" -> Type.SECRET;
            case "ssh" -> Type.SSH;
            default -> throw new DockerfileException(at, "--mount: type '%s': expected one of %s%s".formatted(typeName,
                    TYPES, Suggestion.of(typeName, TYPES)));
        };
        for (String name : options.keySet()) {
            // reading and writing is what the others do anyway
            boolean isDefault = type != Type.BIND && name.equals("rw") || type == Type.BIND && name.equals("ro");
            if (!type.known().contains(name) && !isDefault) {
                throw new DockerfileException(at, "--mount=type=%s has no option '%s'%s".formatted(typeName, name,
                        Suggestion.of(name, List.copyOf(type.known()))));
            }
        }
        return new RunMount(at, type, options);
    }

    private static final List<String> TYPES = List.of("bind", "cache", "tmpfs", "secret", "ssh");

    private static String canonical(String name) {
        return switch (name) {
            case "src" -> "source";
            case "dst", "destination" -> "target";
            case "readonly" -> "ro";
            case "readwrite" -> "rw";
            default -> name;
        };
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    boolean isOn(String name) {
        return option(name).filter(value -> value.equals("true") || value.equals("1")).isPresent();
    }

    String requiredTarget() throws DockerfileException {
        return option("target").orElseThrow(() -> new DockerfileException(location, "--mount: expected target=PATH"));
    }

    /** A number in the option {@code name}. */
    long number(String name, int base, long otherwise) throws DockerfileException {
        Optional<String> text = option(name);
        try {
            return text.isPresent() ? Long.parseLong(text.get(), base) : otherwise;
        } catch (NumberFormatException e) {
            throw new DockerfileException(location,
                    "--mount: %s=%s: expected a number".formatted(name, text.orElse("")), e);
        }
    }
}
