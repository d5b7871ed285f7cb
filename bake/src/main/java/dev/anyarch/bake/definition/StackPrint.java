package dev.anyarch.bake.definition;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Everything resolved, as a bake file in JSON: the bytes that Docker's {@code bake --print} writes. */
public final class StackPrint {
    private static final Set<TargetAttribute> ESCAPED = Set.of(TargetAttribute.ANNOTATIONS,
            TargetAttribute.DOCKERFILE_INLINE, TargetAttribute.ARGS, TargetAttribute.LABELS,
            TargetAttribute.EXTRA_HOSTS);

    private StackPrint() {}

    public static String print(Selection selection) {
        JsonBuilder groups = new JsonBuilder();
        selection.groups()
                .forEach((name, group) -> groups.put(name,
                        new JsonBuilder().putUnlessEmpty("description", group.description())
                                .put("targets", Json.ofStrings(group.targets()))
                                .build()));
        JsonBuilder targets = new JsonBuilder();
        selection.targets().forEach((name, target) -> targets.put(name, target(target)));
        return JsonWriter.indentedLikeGo(
                new JsonBuilder().put("group", groups.build()).put("target", targets.build()).build(), "  ") + "\n";
    }

    private static Json.Obj target(TargetDefinition target) {
        JsonBuilder json = new JsonBuilder();
        for (Map.Entry<TargetAttribute, Setting> setting : target.settings().entrySet()) {
            json.put(setting.getKey().text(), value(setting.getKey(), setting.getValue()));
        }
        return json.build();
    }

    private static Json value(TargetAttribute attribute, Setting setting) {
        return switch (setting) {
            case Setting.Text(String text) -> Json.of(escaped(attribute, text));
            case Setting.Flag(boolean flag) -> Json.of(flag);
            case Setting.Texts(List<String> texts) ->
                Json.ofStrings(texts.stream().map(text -> escaped(attribute, text)).toList());
            case Setting.Pairs(SortedMap<String, String> pairs) -> {
                JsonBuilder json = new JsonBuilder();
                pairs.forEach((name, value) -> json.put(name, escaped(attribute, value)));
                yield json.build();
            }
            case Setting.Entries(List<Entry> entries) -> {
                List<Json> elements = new ArrayList<>();
                entries.forEach(entry -> elements.add(entry(attribute, entry)));
                yield new Json.Arr(elements);
            }
        };
    }

    private static Json entry(TargetAttribute attribute, Entry entry) {
        JsonBuilder json = new JsonBuilder();
        if (attribute == TargetAttribute.SECRET) {
            for (String name : List.of("id", "src", "env")) {
                entry.field(name).ifPresent(value -> json.putUnlessEmpty(name, value));
            }
            return json.build();
        }
        entry.fields().forEach((name, value) -> {
            if (attribute == TargetAttribute.ATTEST && name.equals("disabled")) {
                json.put(name, true);
            } else if (attribute == TargetAttribute.SSH && name.equals("paths")) {
                json.put(name, Json.ofStrings(List.of(value.split(",", -1))));
            } else {
                json.put(name, value);
            }
        });
        return json.build();
    }

    /** So that nothing is replaced when it is read again. */
    private static String escaped(TargetAttribute attribute, String text) {
        return ESCAPED.contains(attribute) ? text.replace("${", "$${").replace("%{", "%%{") : text;
    }
}
