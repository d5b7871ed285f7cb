package dev.anyarch.bake.file;

import dev.anyarch.bake.definition.Entry;
import dev.anyarch.bake.definition.EntrySyntax;
import dev.anyarch.bake.definition.Setting;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.hcl.Conversion;
import dev.anyarch.bake.hcl.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the value of an attribute of a target sets. */
final class SettingReader {
    private SettingReader() {}

    /**
     * Empty when it sets nothing: {@code null}.
     *
     * @throws IllegalArgumentException when the value is not what the attribute takes
     */
    static Optional<Setting> read(TargetAttribute attribute, Value value) {
        if (Value.isNull(value)) {
            return Optional.empty();
        }
        return Optional.of(switch (attribute.kind()) {
            case TEXT -> new Setting.Text(Conversion.text(value));
            case FLAG -> new Setting.Flag(Conversion.flag(value));
            case TEXTS -> new Setting.Texts(present(Conversion.items(value)).stream().map(Conversion::text).toList());
            case PAIRS -> new Setting.Pairs(pairs(value));
            case ENTRIES -> {
                List<Entry> entries = new ArrayList<>();
                for (Value item : present(Conversion.items(value))) {
                    entries.addAll(entries(attribute, item));
                }
                yield new Setting.Entries(entries);
            }
        });
    }

    private static List<Value> present(List<Value> values) {
        return values.stream().filter(value -> !Value.isNull(value)).toList();
    }

    private static SortedMap<String, String> pairs(Value value) {
        SortedMap<String, String> pairs = new TreeMap<>();
        Conversion.members(value).forEach((name, member) -> {
            if (!Value.isNull(member)) {
                pairs.put(name, Conversion.text(member));
            }
        });
        return pairs;
    }

    private static List<Entry> entries(TargetAttribute attribute, Value value) {
        if (!(value instanceof Value.Members members)) {
            return EntrySyntax.parse(attribute, Conversion.text(value));
        }
        SortedMap<String, String> fields = new TreeMap<>();
        members.values().forEach((name, member) -> {
            switch (member) {
                case Value.Absent _ -> {
                }
                case Value.Items items -> fields.put(name,
                        items.values().stream().map(Conversion::text).collect(Collectors.joining(",")));
                case Value.Flag(boolean flag) when attribute == TargetAttribute.ATTEST && !flag -> {
                }
                case Value.Text _,Value.Numeric _,Value.Flag _,Value.Members _ ->
                    fields.put(name, Conversion.text(member));
            }
        });
        return List.of(EntrySyntax.check(attribute, new Entry(fields)));
    }
}
