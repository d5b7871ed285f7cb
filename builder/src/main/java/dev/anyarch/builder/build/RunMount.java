package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Suggestion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
        for (String field : fields(text)) {
            int equals = field.indexOf('=');
            String name = canonical((equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT));
            String value = equals < 0 ? "true" : scope.expand(at, field.substring(equals + 1));
            if (SWITCHES.contains(name)) {
                value = Boolean.toString(choice(at, name, value));
            }
            if (name.equals("size")) {
                value = Long.toString(bytes(at, value));
            }
            if (name.equals("ro") && value.equals("false")) {
                options.put("rw", "true");
            } else if (!name.equals("rw") || !value.equals("false")) {
                options.put(name, value);
            }
        }
        String typeName = Optional.ofNullable(options.remove("type")).orElse("bind").toLowerCase(Locale.ROOT);
        Type type = switch (typeName) {
            case "bind" -> Type.BIND;
            case "cache" -> Type.CACHE;
            case "tmpfs" -> Type.TMPFS;
            case "secret" -> Type.SECRET;
            case "ssh" -> Type.SSH;
            default -> throw new DockerfileException(at.at(typeName),
                    "--mount: type '%s': expected one of %s%s".formatted(typeName,
                            TYPES, Suggestion.of(typeName, TYPES)));
        };
        for (String name : options.keySet()) {
            // reading and writing is what the others do anyway
            boolean isDefault = type != Type.BIND && name.equals("rw") || type == Type.BIND && name.equals("ro");
            if (!type.known().contains(name) && !isDefault) {
                throw new DockerfileException(at.at(name),
                        "--mount=type=%s has no option '%s'%s".formatted(typeName, name,
                                Suggestion.of(name, Stream.concat(type.known().stream(), Stream.of("type")).toList())));
            }
        }
        RunMount mount = new RunMount(at, type, options);
        mount.requireValid();
        return mount;
    }

    /** What is wrong whatever the image and the machine are. */
    private void requireValid() throws DockerfileException {
        if (type == Type.BIND || type == Type.CACHE || type == Type.TMPFS) {
            if (IgnoreRules.clean("/" + requiredTarget()).isEmpty()) {
                throw new DockerfileException(location.at("--mount"),
                        "--mount: nothing can be mounted over the root directory");
            }
        } else if (type == Type.SECRET && option("id").isEmpty() && option("target").isEmpty()) {
            throw new DockerfileException(location.at("--mount"), "--mount=type=secret: expected id=NAME");
        }
        String sharing = option("sharing").orElse("shared");
        if (!SHARING.contains(sharing)) {
            throw new DockerfileException(location.at(sharing),
                    "--mount: sharing=%s: expected shared, locked or private%s"
                            .formatted(sharing, Suggestion.of(sharing, SHARING)));
        }
        number("mode", 8, 0);
        for (String name : List.of("uid", "gid")) {
            number(name, 10, 0);
        }
    }

    /** At commas that are not in double quotes, which may be around a field: {@code "source=a,b"}. */
    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private static final Set<String> SWITCHES = Set.of("ro", "rw", "required");
    private static final List<String> SHARING = List.of("shared", "locked", "private");
    private static final String UNITS = "kmgtp";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?) ?([kKmMgGtTpP]?)(?:[iI]?[bB])?");
    private static final List<String> TYPES = List.of("bind", "cache", "tmpfs", "secret", "ssh");

    /** What Go reads as yes or no. */
    private static boolean choice(SourceLocation at, String name, String value) throws DockerfileException {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw new DockerfileException(at.at(name + "=" + value),
                    "--mount: %s=%s: expected true or false".formatted(name, value));
        };
    }

    /** A size as Docker writes it: {@code 512m}, {@code 1.5GiB}, always in powers of 1024. */
    private static long bytes(SourceLocation at, String text) throws DockerfileException {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new DockerfileException(at.at("size=" + text),
                    "--mount: size=%s: expected a number of bytes, or one such as 512m or 2g".formatted(text));
        }
        int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1;
        return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << 10 * power)).longValue();
    }

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
        return option("target")
                .orElseThrow(() -> new DockerfileException(location.at("--mount"), "--mount: expected target=PATH"));
    }

    /** A number in the option {@code name}. */
    long number(String name, int base, long otherwise) throws DockerfileException {
        Optional<String> text = option(name);
        try {
            return text.isPresent() ? Long.parseLong(text.get(), base) : otherwise;
        } catch (NumberFormatException e) {
            throw new DockerfileException(location.at(name),
                    "--mount: %s=%s: expected a number".formatted(name, text.orElse("")), e);
        }
    }
}
