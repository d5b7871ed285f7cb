package dev.anyarch.cli;

import dev.anyarch.model.Nearest;
import dev.anyarch.runtime.ContainerMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a program sees that is not in its image: {@code -v}, {@code --mount}, {@code --tmpfs} and {@code --device}. */
final class VolumeOptions {
    static final Option VOLUME = Option.values("-v,--volume", "SRC:DST[:ro]",
            "a file or directory of this machine, seen at DST");
    static final Option MOUNT = Option.values("--mount", "KEY=VALUE,…",
            "the same in words: type=bind,src=SRC,dst=DST[,readonly], or type=tmpfs,dst=DST[,tmpfs-size=64m,tmpfs-mode=1777]");
    static final Option MEMORY = Option.values("--tmpfs", "DST[:size=64m,mode=1777,exec]", "a directory in memory");
    static final Option DEVICE = Option.values("--device", "SRC[:DST]", "a device of this machine");
    static final List<Option> OPTIONS = List.of(VOLUME, MOUNT, MEMORY, DEVICE);

    /** Of the modes of a volume, those that ask for nothing, or for labels and caches that are not used here. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("rw", "z", "Z", "cached", "delegated", "consistent",
            "rprivate", "private", "nocopy");
    /** As Docker has it, for memory that a person asks for. */
    private static final String NOT_EXECUTED = "noexec";
    private static final Set<String> MEMORY_WITHOUT_EFFECT = Set.of("rw", "nosuid", "nodev", NOT_EXECUTED);
    private static final String MEMORY_SETTING = "exec|mode=0?[0-7]{3,4}|(uid|gid|nr_inodes)=\\d{1,10}";

    private final Environment environment;

    VolumeOptions(Environment environment) {
        this.environment = environment;
    }

    /** All of them; targets are absolute, and have links of the image in them. */
    List<ContainerMount> parse(Arguments arguments) throws UsageException {
        List<ContainerMount> mounts = new ArrayList<>();
        for (String text : arguments.values(VOLUME)) {
            mounts.add(volume(text));
        }
        for (String text : arguments.values(MOUNT)) {
            mounts.add(mount(text));
        }
        for (String text : arguments.values(MEMORY)) {
            mounts.add(memory(text));
        }
        for (String text : arguments.values(DEVICE)) {
            mounts.add(device(text));
        }
        return mounts;
    }

    private ContainerMount volume(String text) throws UsageException {
        List<String> parts = List.of(text.split(":", -1));
        if (parts.size() == 1 && text.startsWith("/")) {
            throw new UsageException(
                    "option --volume %s: a volume without a source keeps nothing, as everything that is written here; leave it out"
                            .formatted(text));
        }
        boolean isReadOnly = false;
        for (String mode : parts.size() == 3 ? List.of(parts.get(2).split(",", -1)) : List.<String>of()) {
            if (!mode.equals("ro") && !WITHOUT_EFFECT.contains(mode)) {
                throw new UsageException("option --volume %s: expected ro or rw after the second colon, found '%s'"
                        .formatted(text, mode));
            }
            isReadOnly |= mode.equals("ro");
        }
        if (parts.size() > 3 || parts.size() < 2 || parts.getFirst().isEmpty()) {
            throw new UsageException(
                    "option --volume: expected SRC:DST or SRC:DST:ro with DST below /, found '%s'".formatted(text));
        }
        if (parts.getFirst().matches("\\w[\\w.-]*")) {
            throw new UsageException(
                    "option --volume %1$s: '%2$s' is a volume by its name, as Docker reads it, and volumes have no names here; ./%2$s shares the directory %2$s"
                            .formatted(text, parts.getFirst()));
        }
        return bind(VOLUME, text, parts.getFirst(), parts.get(1), isReadOnly);
    }

    private ContainerMount bind(Option option, String text, String from, String target, boolean isReadOnly)
            throws UsageException {
        return new ContainerMount.Bind(existing(option, from), target(option, text, target), isReadOnly);
    }

    private Path existing(Option option, String from) throws UsageException {
        Path source = environment.path(from).toAbsolutePath();
        if (!Files.exists(source)) {
            throw new UsageException(
                    "option %s: %s: expected a file or directory, found nothing; make it first"
                            .formatted(option.name(), source));
        }
        return source;
    }

    private static String target(Option option, String text, String target) throws UsageException {
        if (!target.matches("/.*[^/].*")) {
            throw new UsageException("option %s: expected a path below / for the program, found '%s'".formatted(option
                    .name(), text));
        }
        return target;
    }

    private ContainerMount mount(String text) throws UsageException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals);
            values.put(switch (key) {
                case "source" -> "src";
                case "destination", "target" -> "dst";
                case "ro" -> "readonly";
                case String other -> other;
            }, equals < 0 ? "true" : part.substring(equals + 1));
        }
        String type = Optional.ofNullable(values.remove("type")).orElse("volume");
        Set<String> known = switch (type) {
            case "bind" -> Set.of("src", "dst", "readonly");
            case "tmpfs" -> Set.of("dst", "tmpfs-size", "tmpfs-mode");
            default -> throw new UsageException(
                    "option --mount: expected type=bind or type=tmpfs, found %s in '%s'%s".formatted(type, text,
                            type.equals("volume") ? "; volumes by name are not available" : ""));
        };
        Optional<String> strange = values.keySet().stream().filter(key -> !known.contains(key)).findFirst();
        if (strange.isPresent()) {
            throw new UsageException("option --mount: type=%s has no %s here, in '%s'%s".formatted(type, strange.get(),
                    text, Nearest.suggestion(strange.get(), known)));
        }
        String target = target(MOUNT, text, values.getOrDefault("dst", ""));
        if (type.equals("tmpfs")) {
            String mode = values.getOrDefault("tmpfs-mode", "1777");
            if (!mode.matches("0?[0-7]{3,4}")) {
                throw new UsageException("option --mount: expected tmpfs-mode=1777 or another mode, found '%s'"
                        .formatted(text));
            }
            return new ContainerMount.Memory(target, size(MOUNT, values.getOrDefault("tmpfs-size", "0")),
                    List.of(NOT_EXECUTED, "mode=" + mode));
        }
        if (!values.containsKey("src")) {
            throw new UsageException("option --mount: expected src=DIRECTORY, found '%s'".formatted(text));
        }
        return bind(MOUNT, text, values.getOrDefault("src", ""), target,
                values.getOrDefault("readonly", "false")
                        .matches(
                                "true|1"));
    }

    private static ContainerMount memory(String text) throws UsageException {
        int colon = text.indexOf(':');
        long size = 0;
        List<String> settings = new ArrayList<>(List.of(NOT_EXECUTED));
        for (String option : colon < 0 ? new String[0] : text.substring(colon + 1).split(",", -1)) {
            if (option.startsWith("size=")) {
                size = size(MEMORY, option.substring("size=".length()));
            } else if (option.matches(MEMORY_SETTING)) {
                settings.add(option);
                if (option.equals("exec")) {
                    settings.remove(NOT_EXECUTED);
                }
            } else if (!MEMORY_WITHOUT_EFFECT.contains(option)) {
                throw new UsageException(
                        "option --tmpfs: expected size=SIZE, mode=MODE, uid=UID, gid=GID or exec after the path, found '%s' in '%s'; it is without devices and set-user-ID programs"
                                .formatted(option, text));
            }
        }
        return new ContainerMount.Memory(target(MEMORY, text, colon < 0 ? text : text.substring(0, colon)), size,
                settings);
    }

    /** As Docker counts memory: always in powers of 1024. */
    static long size(Option option, String text) throws UsageException {
        return Sizes.parse(option.name(), text.replaceFirst("(?i)([kmgt])b?$", "$1iB"));
    }

    private ContainerMount device(String text) throws UsageException {
        String[] parts = text.split(":", -1);
        boolean hasTarget = parts.length > 1 && parts[1].startsWith("/");
        String rights = parts.length > 1 && !hasTarget ? parts[1] : parts.length > 2 ? parts[2] : "rwm";
        if (parts.length > 3 || !rights.matches("[rwm]+") || !parts[0].startsWith("/dev/")) {
            throw new UsageException(
                    "option --device: expected /dev/NAME or /dev/NAME:/dev/NAME, found '%s'".formatted(text));
        }
        return new ContainerMount.Device(existing(DEVICE, parts[0]),
                target(DEVICE, text, hasTarget ? parts[1] : parts[0]), !rights.contains("w"));
    }
}
