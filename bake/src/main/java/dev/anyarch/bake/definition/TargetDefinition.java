package dev.anyarch.bake.definition;

import dev.anyarch.bake.source.SourcePlace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A target.
 *
 * @param settings of its attributes, in their order
 * @param place where it is defined first, for messages
 */
public record TargetDefinition(String name, Map<TargetAttribute, Setting> settings, SourcePlace place) {
    public TargetDefinition {
        Map<TargetAttribute, Setting> copy = new EnumMap<>(TargetAttribute.class);
        copy.putAll(settings);
        settings = Collections.unmodifiableMap(copy);
    }

    public Optional<String> text(TargetAttribute attribute) {
        return settings.get(attribute) instanceof Setting.Text(String value) ? Optional.of(value) : Optional.empty();
    }

    public boolean isOn(TargetAttribute attribute) {
        return settings.get(attribute) instanceof Setting.Flag(boolean value) && value;
    }

    public List<String> texts(TargetAttribute attribute) {
        return settings.get(attribute) instanceof Setting.Texts(List<String> values) ? values : List.of();
    }

    public SortedMap<String, String> pairs(TargetAttribute attribute) {
        return settings.get(attribute) instanceof Setting.Pairs(SortedMap<String, String> values)
                ? values
                : Collections.emptySortedMap();
    }

    public List<Entry> entries(TargetAttribute attribute) {
        return settings.get(attribute) instanceof Setting.Entries(List<Entry> values) ? values : List.of();
    }

    public TargetDefinition with(TargetAttribute attribute, Setting setting) {
        Map<TargetAttribute, Setting> changed = new EnumMap<>(TargetAttribute.class);
        changed.putAll(settings);
        changed.put(attribute, setting);
        return new TargetDefinition(name, changed, place);
    }

    public TargetDefinition without(TargetAttribute attribute) {
        Map<TargetAttribute, Setting> changed = new EnumMap<>(TargetAttribute.class);
        changed.putAll(settings);
        changed.remove(attribute);
        return new TargetDefinition(name, changed, place);
    }

    /** This target, and what {@code later} says on top of it. */
    public TargetDefinition and(TargetDefinition later) {
        TargetDefinition merged = this;
        for (Map.Entry<TargetAttribute, Setting> setting : later.settings.entrySet()) {
            merged = merged.and(setting.getKey(), setting.getValue());
        }
        return merged;
    }

    /** This target with an attribute defined once more. */
    public TargetDefinition and(TargetAttribute attribute, Setting later) {
        Setting earlier = settings.get(attribute);
        return with(attribute, earlier == null ? later : merged(attribute, earlier, later));
    }

    private static Setting merged(TargetAttribute attribute, Setting earlier, Setting later) {
        return switch (attribute.merge()) {
            case REPLACE -> later;
            case BY_KEY -> {
                SortedMap<String, String> values = new TreeMap<>();
                if (earlier instanceof Setting.Pairs(SortedMap<String, String> before)
                        && later instanceof Setting.Pairs(SortedMap<String, String> after)) {
                    values.putAll(before);
                    values.putAll(after);
                }
                yield new Setting.Pairs(values);
            }
            case APPEND -> {
                if (earlier instanceof Setting.Texts(List<String> before)
                        && later instanceof Setting.Texts(List<String> after)) {
                    yield new Setting.Texts(concat(before, after));
                }
                if (earlier instanceof Setting.Entries(List<Entry> before)
                        && later instanceof Setting.Entries(List<Entry> after)) {
                    yield new Setting.Entries(concat(before, after));
                }
                yield later;
            }
        };
    }

    private static <T> List<T> concat(List<T> before, List<T> after) {
        List<T> all = new ArrayList<>(before);
        all.addAll(after);
        return all;
    }

    /** Without repetitions and what is empty. */
    TargetDefinition normalized() {
        Map<TargetAttribute, Setting> kept = new EnumMap<>(TargetAttribute.class);
        settings.forEach((attribute, setting) -> normalized(attribute, setting)
                .ifPresent(present -> kept.put(attribute, present)));
        return new TargetDefinition(name, kept, place);
    }

    private static Optional<Setting> normalized(TargetAttribute attribute, Setting setting) {
        return switch (setting) {
            case Setting.Text text when attribute == TargetAttribute.DESCRIPTION && text.value().isEmpty() ->
                Optional.empty();
            case Setting.Text _,Setting.Flag _ -> Optional.of(setting);
            case Setting.Texts(List<String> values) -> {
                List<String> distinct = new LinkedHashSet<>(values).stream().filter(text -> !text.isEmpty()).toList();
                yield distinct.isEmpty() ? Optional.empty() : Optional.of(new Setting.Texts(distinct));
            }
            case Setting.Pairs(SortedMap<String, String> values) -> {
                SortedMap<String, String> pairs = new TreeMap<>(values);
                if (attribute == TargetAttribute.CONTEXTS) {
                    pairs.values().removeIf(String::isEmpty);
                }
                yield pairs.isEmpty() ? Optional.empty() : Optional.of(new Setting.Pairs(pairs));
            }
            case Setting.Entries(List<Entry> values) -> {
                Map<Object, Entry> distinct = new LinkedHashMap<>();
                values.forEach(entry -> distinct.put(identity(attribute, entry), entry));
                yield distinct.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Setting.Entries(List.copyOf(distinct.values())));
            }
        };
    }

    /** What two elements have in common of which only the later one counts. */
    private static Object identity(TargetAttribute attribute, Entry entry) {
        return switch (attribute) {
            case SECRET, SSH -> entry.field("id").orElse("");
            case ATTEST -> entry.field("type").orElse("");
            default -> entry;
        };
    }
}
