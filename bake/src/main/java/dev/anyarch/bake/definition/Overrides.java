package dev.anyarch.bake.definition;

import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What {@code --set TARGET.KEY=VALUE} changes: {@code TARGET} may be a pattern, {@code +=} adds to lists. */
public final class Overrides {
    public static final Overrides NONE = new Overrides(List.of());
    private static final Map<String, String> ALIASES = Map.ofEntries(Map.entry("annotation", "annotations"),
            Map.entry("arg", "args"), Map.entry("entitlement", "entitlements"),
            Map.entry("extra-host", "extra-hosts"), Map.entry("label", "labels"), Map.entry("platform", "platforms"),
            Map.entry("resource", "resources"), Map.entry("secrets", "secret"), Map.entry("tag", "tags"),
            Map.entry("ulimit", "ulimits"));
    private static final List<TargetAttribute> FIXED = List.of(TargetAttribute.INHERITS, TargetAttribute.DESCRIPTION,
            TargetAttribute.DOCKERFILE_INLINE);

    private final List<Assignment> assignments;

    private Overrides(List<Assignment> assignments) {
        this.assignments = List.copyOf(assignments);
    }

    /** One of them as it was given. */
    private record Assignment(String text, String pattern, String key, Optional<String> member, String value,
            boolean isAdded) {}

    /**
     * All that is said about one attribute of one target.
     *
     * @param isAdded whether the values come after those that are there
     * @param isCleared whether those that are there are dropped first
     */
    record Change(String text, String key, Optional<String> member, List<String> values, boolean isAdded,
            boolean isCleared) {
        String last() {
            return values.isEmpty() ? "" : values.getLast();
        }
    }

    /**
     * Reads the values of {@code --set}.
     *
     * @param environment what {@code TARGET.args.NAME} without a value gets
     * @throws IllegalArgumentException when one is malformed
     */
    public static Overrides parse(List<String> texts, Function<String, Optional<String>> environment) {
        List<Assignment> assignments = new ArrayList<>();
        for (String text : texts) {
            parse(text, environment).ifPresent(assignments::add);
        }
        return new Overrides(assignments);
    }

    private static Optional<Assignment> parse(String text, Function<String, Optional<String>> environment) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        boolean isAdded = name.endsWith("+");
        String[] parts = (isAdded ? name.substring(0, name.length() - 1) : name).split("\\.", 3);
        if (parts.length < 2) {
            throw wrong(text, "expected TARGET.KEY=VALUE");
        }
        String key = ALIASES.getOrDefault(parts[1], parts[1]);
        Optional<String> member = parts.length == 3 ? Optional.of(parts[2]) : Optional.empty();
        if (key.equals("push") || key.equals("load")) {
            requireNoMember(text, member);
        } else {
            require(text, attribute(text, key), member, isAdded);
        }
        if (equals < 0 && !key.equals("args")) {
            throw wrong(text, "expected TARGET.KEY=VALUE");
        }
        Optional<String> value = equals < 0
                ? environment.apply(member.orElse(""))
                : Optional.of(text.substring(equals + 1));
        return value.map(present -> new Assignment(text, parts[0], key, member, present, isAdded));
    }

    private static TargetAttribute attribute(String text, String key) {
        return TargetAttribute.find(key)
                .filter(attribute -> !FIXED.contains(attribute))
                .orElseThrow(() -> wrong(text, "there is no key '%s' to set%s".formatted(key,
                        Nearest.suggestion(key, TargetAttribute.texts()))));
    }

    private static void require(String text, TargetAttribute attribute, Optional<String> member, boolean isAdded) {
        boolean hasMembers = attribute.kind() == TargetAttribute.Kind.PAIRS;
        if (hasMembers && member.isEmpty()) {
            throw wrong(text, "expected TARGET.%s.NAME=VALUE".formatted(attribute.text()));
        }
        if (!hasMembers && attribute != TargetAttribute.SECRET) {
            requireNoMember(text, member);
        }
        if (isAdded && attribute == TargetAttribute.SECRET && member.isPresent()) {
            throw wrong(text, "a secret that is there cannot be added to");
        }
    }

    private static void requireNoMember(String text, Optional<String> member) {
        if (member.isPresent()) {
            throw wrong(text, "expected TARGET.KEY=VALUE without '.%s'".formatted(member.get()));
        }
    }

    private static IllegalArgumentException wrong(String text, String problem) {
        return new IllegalArgumentException("option --set %s: %s".formatted(text, problem));
    }

    /** By target, in the order given. */
    Map<String, Map<String, Change>> forTargets(Collection<String> targets) {
        Map<String, Map<String, Change>> all = new LinkedHashMap<>();
        for (Assignment assignment : assignments) {
            NamePattern pattern = NamePattern.compile(assignment.pattern);
            List<String> names = targets.contains(assignment.pattern)
                    ? List.of(assignment.pattern)
                    : targets.stream().filter(pattern::matches).toList();
            if (names.isEmpty()) {
                throw wrong(assignment.text, "no target matches '%s'%s".formatted(assignment.pattern,
                        Nearest.suggestion(assignment.pattern, targets)));
            }
            for (String name : names) {
                String key = assignment.key + assignment.member.map(member -> "." + member).orElse("");
                all.computeIfAbsent(name, _ -> new LinkedHashMap<>())
                        .merge(key, first(assignment), (known, _) -> next(known, assignment));
            }
        }
        return all;
    }

    private static Change first(Assignment assignment) {
        return next(new Change(assignment.text, assignment.key, assignment.member, List.of(), false, false),
                assignment);
    }

    private static Change next(Change known, Assignment assignment) {
        boolean isCleared = known.isCleared || !assignment.isAdded && assignment.value.isEmpty();
        List<String> values = new ArrayList<>(isCleared && !assignment.isAdded && assignment.value.isEmpty()
                ? List.of()
                : known.values);
        if (!assignment.value.isEmpty()) {
            values.add(assignment.value);
        }
        return new Change(assignment.text, known.key, known.member, values, assignment.isAdded && !isCleared,
                isCleared);
    }

    /** @throws IllegalArgumentException when a value is not what its key takes */
    static TargetDefinition apply(TargetDefinition target, Map<String, Change> changes) {
        TargetDefinition changed = target;
        for (Change change : changes.values()) {
            try {
                changed = apply(changed, change);
            } catch (IllegalArgumentException e) {
                throw String.valueOf(e.getMessage()).startsWith("option ")
                        ? e
                        : new IllegalArgumentException(
                                "option --set %s: %s".formatted(change.text, e.getMessage()), e);
            }
        }
        return changed;
    }

    private static TargetDefinition apply(TargetDefinition target, Change change) {
        switch (change.key) {
            case "push" -> {
                return OutputChanges.push(target, flag(change));
            }
            case "load" -> {
                return OutputChanges.load(target, flag(change));
            }
            default -> {
            }
        }
        TargetAttribute attribute = attribute(change.text, change.key);
        return switch (attribute.kind()) {
            case TEXT -> target.with(attribute, new Setting.Text(change.last()));
            case FLAG -> target.with(attribute, new Setting.Flag(flag(change)));
            case PAIRS -> {
                SortedMap<String, String> pair = new TreeMap<>(Map.of(change.member.orElse(""), change.last()));
                yield target.and(attribute, new Setting.Pairs(pair));
            }
            case TEXTS -> {
                Setting texts = new Setting.Texts(change.values);
                yield isAdded(attribute, change) ? add(target, attribute, texts) : target.with(attribute, texts);
            }
            case ENTRIES -> {
                if (change.member.isPresent()) {
                    yield changeSecret(target, change.member.get(), change.last());
                }
                List<Entry> entries = new ArrayList<>();
                change.values.forEach(value -> entries.addAll(EntrySyntax.parse(attribute, value)));
                Setting setting = new Setting.Entries(entries);
                yield isAdded(attribute, change) ? add(target, attribute, setting) : target.with(attribute, setting);
            }
        };
    }

    /** What says what an image may do or what is said about it is added to even without a plus sign. */
    private static boolean isAdded(TargetAttribute attribute, Change change) {
        return change.isAdded || !change.isCleared && (attribute == TargetAttribute.ANNOTATIONS
                || attribute == TargetAttribute.ATTEST || attribute == TargetAttribute.ENTITLEMENTS);
    }

    private static TargetDefinition add(TargetDefinition target, TargetAttribute attribute, Setting setting) {
        Setting known = target.settings().get(attribute);
        if (known instanceof Setting.Texts(List<String> before)
                && setting instanceof Setting.Texts(List<String> after)) {
            List<String> all = new ArrayList<>(before);
            all.addAll(after);
            return target.with(attribute, new Setting.Texts(all));
        }
        if (known instanceof Setting.Entries(List<Entry> before)
                && setting instanceof Setting.Entries(List<Entry> after)) {
            List<Entry> all = new ArrayList<>(before);
            all.addAll(after);
            return target.with(attribute, new Setting.Entries(all));
        }
        return target.with(attribute, setting);
    }

    private static TargetDefinition changeSecret(TargetDefinition target, String id, String value) {
        Entry changed = EntrySyntax.parse(TargetAttribute.SECRET, value)
                .stream()
                .findFirst()
                .orElse(Entry.of(Map.of()))
                .with("id", id);
        List<Entry> secrets = target.entries(TargetAttribute.SECRET);
        if (secrets.stream().noneMatch(secret -> secret.field("id").filter(id::equals).isPresent())) {
            throw new IllegalArgumentException("target '%s' has no secret '%s'".formatted(target.name(), id));
        }
        return target.with(TargetAttribute.SECRET, new Setting.Entries(secrets.stream()
                .map(secret -> secret.field("id").filter(id::equals).isPresent() ? changed : secret)
                .toList()));
    }

    private static boolean flag(Change change) {
        return switch (change.last()) {
            case "true", "1", "t", "T", "TRUE", "True" -> true;
            case "false", "0", "f", "F", "FALSE", "False" -> false;
            case String other -> throw new IllegalArgumentException(
                    "expected true or false, found '%s'".formatted(other));
        };
    }
}
