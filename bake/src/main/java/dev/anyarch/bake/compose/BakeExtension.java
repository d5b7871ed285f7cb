package dev.anyarch.bake.compose;

import dev.anyarch.bake.definition.Entry;
import dev.anyarch.bake.definition.EntrySyntax;
import dev.anyarch.bake.definition.Setting;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.source.BakeException;
import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code x-bake} in a build section: what a compose file has no words for. */
record BakeExtension(YamlTexts texts, String service, String base) {
    private static final Set<TargetAttribute> KNOWN = Set.of(TargetAttribute.TAGS, TargetAttribute.CACHE_FROM,
            TargetAttribute.CACHE_TO, TargetAttribute.SECRET, TargetAttribute.SSH, TargetAttribute.PLATFORMS,
            TargetAttribute.OUTPUT, TargetAttribute.PULL, TargetAttribute.NO_CACHE, TargetAttribute.NO_CACHE_FILTER,
            TargetAttribute.CONTEXTS);

    Map<TargetAttribute, Setting> read(Yaml extension) throws BakeException {
        String subject = "service '%s', x-bake".formatted(service);
        Map<TargetAttribute, Setting> settings = new EnumMap<>(TargetAttribute.class);
        Yaml.Fields fields = extension.asFields(subject);
        for (Map.Entry<String, Yaml> field : fields.fields().entrySet()) {
            TargetAttribute attribute = TargetAttribute.find(field.getKey())
                    .filter(KNOWN::contains)
                    .orElseThrow(() -> fields.place(field.getKey())
                            .error("%s: there is no '%s'%s".formatted(subject, field.getKey(),
                                    Nearest.suggestion(field.getKey(),
                                            KNOWN.stream().map(TargetAttribute::text).toList()))));
            if (!field.getValue().isNull()) {
                try {
                    settings.put(attribute, setting(attribute, subject + "." + field.getKey(), field.getValue()));
                } catch (IllegalArgumentException e) {
                    throw field.getValue()
                            .place()
                            .error(new IllegalArgumentException(
                                    "%s.%s: %s".formatted(subject, field.getKey(), e.getMessage()), e));
                }
            }
        }
        return settings;
    }

    private Setting setting(TargetAttribute attribute, String subject, Yaml value) throws BakeException {
        return switch (attribute.kind()) {
            case FLAG -> new Setting.Flag(texts.flag(subject, value));
            case TEXT -> new Setting.Text(texts.text(subject, value));
            case TEXTS -> new Setting.Texts(words(subject, value));
            case ENTRIES -> {
                List<Entry> entries = new ArrayList<>();
                for (String text : words(subject, value)) {
                    entries.addAll(EntrySyntax.parse(attribute, text));
                }
                yield new Setting.Entries(entries);
            }
            case PAIRS -> {
                SortedMap<String, String> pairs = new TreeMap<>();
                for (Map.Entry<String, Optional<String>> pair : texts.pairs(subject, value).entrySet()) {
                    pairs.put(pair.getKey(), BuildSection.link(pair.getValue().orElse(""), base));
                }
                yield new Setting.Pairs(pairs);
            }
        };
    }

    /** A list, or a text of words. */
    private List<String> words(String subject, Yaml value) throws BakeException {
        return value instanceof Yaml.Scalar
                ? Arrays.stream(texts.text(subject, value).strip().split("\\s+")).toList()
                : texts.list(subject, value);
    }
}
