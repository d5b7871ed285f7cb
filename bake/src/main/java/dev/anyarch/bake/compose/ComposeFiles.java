package dev.anyarch.bake.compose;

import dev.anyarch.bake.definition.Entry;
import dev.anyarch.bake.definition.GroupDefinition;
import dev.anyarch.bake.definition.Setting;
import dev.anyarch.bake.definition.Stack;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.definition.TargetDefinition;
import dev.anyarch.bake.source.SourceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads compose files: each service that is built is a target, all of them are the group {@code default}. */
public final class ComposeFiles {
    private final ComposeInput input;

    private ComposeFiles(ComposeInput input) {
        this.input = input;
    }

    /** What files define together; a later one adds to the services of an earlier one. */
    public static Stack read(List<SourceText> files, ComposeInput input) throws IOException {
        return new ComposeFiles(input).read(files);
    }

    private Stack read(List<SourceText> files) throws IOException {
        Map<String, ComposeService> services = new LinkedHashMap<>();
        YamlTexts texts = new YamlTexts(input);
        ComposeProject project = new ComposeProject(texts);
        for (SourceText file : files) {
            project.read(file, "").forEach((name, service) -> services.merge(name, service, ComposeService::and));
        }
        Map<String, TargetDefinition> targets = new LinkedHashMap<>();
        for (ComposeService service : services.values()) {
            if (service.build().isPresent()) {
                TargetDefinition target = target(service, service.build().get());
                targets.put(target.name(), target);
            }
        }
        Map<String, GroupDefinition> groups = files.isEmpty()
                ? Map.of()
                : Map.of("default", new GroupDefinition("default", "", List.copyOf(targets.keySet()),
                        files.getFirst().at(0)));
        return new Stack(groups, targets, Collections.emptySortedMap());
    }

    private TargetDefinition target(ComposeService service, Map<TargetAttribute, Setting> build) throws IOException {
        String name = service.name().replace('.', '_');
        if (!name.matches("[a-zA-Z0-9_-]+")) {
            throw service.place()
                    .error("service '%s': expected a name of letters, digits, '_', '-' and '.'".formatted(name));
        }
        Map<TargetAttribute, Setting> settings = new EnumMap<>(TargetAttribute.class);
        settings.putAll(build);
        settings.computeIfPresent(TargetAttribute.ARGS, (_, args) -> withMissing(args, service));
        service.extension()
                .forEach((attribute, setting) -> settings.merge(attribute, setting,
                        (known, added) -> extended(attribute, known, added)));
        boolean isTagged = settings.get(TargetAttribute.TAGS) instanceof Setting.Texts(List<String> tags)
                && !tags.isEmpty();
        if (!isTagged) {
            service.image().ifPresent(image -> settings.put(TargetAttribute.TAGS, new Setting.Texts(List.of(image))));
        }
        return new TargetDefinition(name, settings, service.place());
    }

    /** Arguments without a value have that of the service's environment, or of the one around. */
    private Setting withMissing(Setting arguments, ComposeService service) {
        SortedMap<String, String> all = new TreeMap<>();
        if (arguments instanceof Setting.Pairs(SortedMap<String, String> given)) {
            all.putAll(given);
        }
        for (String name : service.missing()) {
            Optional.ofNullable(service.environment().get(name))
                    .flatMap(value -> value)
                    .or(() -> input.variables().apply(name))
                    .ifPresent(value -> all.put(name, value));
        }
        return new Setting.Pairs(all);
    }

    private static Setting extended(TargetAttribute attribute, Setting known, Setting added) {
        if (attribute == TargetAttribute.CONTEXTS && known instanceof Setting.Pairs(SortedMap<String, String> before)
                && added instanceof Setting.Pairs(SortedMap<String, String> after)) {
            SortedMap<String, String> all = new TreeMap<>(after);
            all.putAll(before);
            return new Setting.Pairs(all);
        }
        if (known instanceof Setting.Entries(List<Entry> before)
                && added instanceof Setting.Entries(List<Entry> after)) {
            List<Entry> all = new ArrayList<>(before);
            all.addAll(after);
            return new Setting.Entries(all);
        }
        if (known instanceof Setting.Texts(List<String> before)
                && added instanceof Setting.Texts(List<String> after)) {
            List<String> all = new ArrayList<>(before);
            all.addAll(after);
            return new Setting.Texts(all);
        }
        return added;
    }
}
