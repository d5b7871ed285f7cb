package dev.anyarch.bake.compose;

import dev.anyarch.bake.definition.Setting;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.source.SourcePlace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A service as far as it is built.
 *
 * @param build what its {@code build} says; empty when it is not built
 * @param missing arguments without a value, which the environment has
 * @param extension what {@code x-bake} says
 * @param environment of the service
 */
record ComposeService(String name, Optional<String> image, Optional<Map<TargetAttribute, Setting>> build,
        Set<String> missing, Map<TargetAttribute, Setting> extension, Map<String, Optional<String>> environment,
        SourcePlace place) {

    /** This service with what another file says on top of it. */
    ComposeService and(ComposeService later) {
        Set<String> allMissing = new LinkedHashSet<>(missing);
        allMissing.removeAll(later.arguments());
        allMissing.addAll(later.missing);
        Map<String, Optional<String>> allEnvironment = new LinkedHashMap<>(environment);
        allEnvironment.putAll(later.environment);
        Optional<Map<TargetAttribute, Setting>> merged = build.isPresent() && later.build.isPresent()
                ? Optional.of(merge(build.get(), later.build.get()))
                : later.build.or(() -> build);
        return new ComposeService(later.name, later.image.or(() -> image), merged, allMissing,
                merge(extension, later.extension), allEnvironment, later.place);
    }

    private Set<String> arguments() {
        return build.map(settings -> settings.get(TargetAttribute.ARGS) instanceof Setting.Pairs(var pairs)
                ? pairs.keySet()
                : Set.<String>of()).orElse(Set.of());
    }

    /** Lists grow, mappings too, everything else is replaced. */
    static Map<TargetAttribute, Setting> merge(Map<TargetAttribute, Setting> earlier,
            Map<TargetAttribute, Setting> later) {
        Map<TargetAttribute, Setting> merged = new EnumMap<>(TargetAttribute.class);
        merged.putAll(earlier);
        later.forEach((attribute, setting) -> merged.merge(attribute, setting, ComposeService::merge));
        return merged;
    }

    private static Setting merge(Setting earlier, Setting later) {
        return switch (later) {
            case Setting.Text _,Setting.Flag _ -> later;
            case Setting.Texts(List<String> after) when earlier instanceof Setting.Texts(List<String> before) ->
                new Setting.Texts(concat(before, after));
            case Setting.Entries(var after) when earlier instanceof Setting.Entries(var before) ->
                new Setting.Entries(concat(before, after));
            case Setting.Pairs(SortedMap<String, String> after) when earlier instanceof Setting.Pairs(SortedMap<String, String> before) -> {
                SortedMap<String, String> all = new TreeMap<>(before);
                all.putAll(after);
                yield new Setting.Pairs(all);
            }
            case Setting.Texts _,Setting.Entries _,Setting.Pairs _ -> later;
        };
    }

    private static <T> List<T> concat(List<T> before, List<T> after) {
        List<T> all = new ArrayList<>(new LinkedHashSet<>(before));
        after.stream().filter(one -> !all.contains(one)).forEach(all::add);
        return all;
    }
}
