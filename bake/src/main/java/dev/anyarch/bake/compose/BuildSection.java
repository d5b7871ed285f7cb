package dev.anyarch.bake.compose;

import dev.anyarch.bake.definition.Entry;
import dev.anyarch.bake.definition.EntrySyntax;
import dev.anyarch.bake.definition.Setting;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.source.BakeException;
import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The {@code build} section of a service. For one thread. */
final class BuildSection {
    private static final Set<String> REFUSED = Set.of("isolation");
    private static final Set<String> KNOWN = new TreeSet<>(List.of("additional_contexts", "args", "cache_from",
            "cache_to", "context", "dockerfile", "dockerfile_inline", "entitlements", "extra_hosts", "isolation",
            "labels", "network", "no_cache", "platforms", "privileged", "provenance", "pull", "sbom", "secrets",
            "shm_size", "ssh", "tags", "target", "ulimits"));

    private final YamlTexts texts;
    private final String base;
    private final String subject;
    private final ComposeSecrets secrets;
    private final Map<TargetAttribute, Setting> settings = new EnumMap<>(TargetAttribute.class);
    private final Set<String> missing = new LinkedHashSet<>();

    BuildSection(YamlTexts texts, String base, String service, ComposeSecrets secrets) {
        this.texts = texts;
        this.base = base;
        this.subject = "service '%s', build".formatted(service);
        this.secrets = secrets;
    }

    Map<TargetAttribute, Setting> settings() {
        return settings;
    }

    /** Arguments without a value. */
    Set<String> missing() {
        return missing;
    }

    void read(Yaml build) throws BakeException {
        if (build instanceof Yaml.Scalar) {
            context(build);
            return;
        }
        Yaml.Fields fields = build.asFields(subject);
        for (Map.Entry<String, Yaml> field : fields.fields().entrySet()) {
            String key = field.getKey();
            if (key.startsWith("x-")) {
                continue;
            }
            if (!KNOWN.contains(key)) {
                throw fields.place(key)
                        .error("%s: there is no '%s'%s".formatted(subject, key,
                                Nearest.suggestion(key, KNOWN)));
            }
            if (!field.getValue().isNull()) {
                try {
                    read(key, field.getValue(), fields);
                } catch (IllegalArgumentException e) {
                    throw field.getValue()
                            .place()
                            .error(new IllegalArgumentException(
                                    "%s.%s: %s".formatted(subject, key, e.getMessage()), e));
                }
            }
        }
    }

    private void read(String key, Yaml value, Yaml.Fields fields) throws BakeException {
        if (REFUSED.contains(key)) {
            throw fields.place(key).error("%s: '%s' is not available".formatted(subject, key));
        }
        String name = subject + "." + key;
        switch (key) {
            case "context" -> context(value);
            case "dockerfile" -> set(TargetAttribute.DOCKERFILE, new Setting.Text(texts.text(name, value)));
            case "dockerfile_inline" -> set(TargetAttribute.DOCKERFILE_INLINE,
                    new Setting.Text(texts.text(name, value)));
            case "target" -> set(TargetAttribute.TARGET, new Setting.Text(texts.text(name, value)));
            case "network" -> set(TargetAttribute.NETWORK, new Setting.Text(texts.text(name, value)));
            case "args" -> arguments(texts.pairs(name, value));
            case "labels" -> pairs(TargetAttribute.LABELS, texts.pairs(name, value));
            case "additional_contexts" -> set(TargetAttribute.CONTEXTS,
                    new Setting.Pairs(contexts(texts.pairs(name, value))));
            case "extra_hosts" -> set(TargetAttribute.EXTRA_HOSTS, new Setting.Pairs(hosts(name, value)));
            case "tags" -> set(TargetAttribute.TAGS, new Setting.Texts(texts.list(name, value)));
            case "platforms" -> set(TargetAttribute.PLATFORMS, new Setting.Texts(texts.list(name, value)));
            case "cache_from" -> entries(TargetAttribute.CACHE_FROM, texts.list(name, value));
            case "cache_to" -> entries(TargetAttribute.CACHE_TO, texts.list(name, value));
            case "ssh" -> ssh(texts.pairs(name, value));
            case "secrets" -> set(TargetAttribute.SECRET, new Setting.Entries(secrets.used(name, value)));
            case "shm_size" -> set(TargetAttribute.SHM_SIZE, new Setting.Text(ByteSize.print(texts.text(name, value))));
            case "ulimits" -> set(TargetAttribute.ULIMITS, new Setting.Texts(limits(name, value)));
            case "entitlements" -> entitle(texts.list(name, value));
            case "privileged" -> {
                if (texts.flag(name, value)) {
                    entitle(List.of("security.insecure"));
                }
            }
            case "no_cache" -> flag(TargetAttribute.NO_CACHE, name, value);
            case "pull" -> flag(TargetAttribute.PULL, name, value);
            case "sbom", "provenance" -> attest(key, texts.text(name, value));
            default -> {
            }
        }
    }

    private void set(TargetAttribute attribute, Setting setting) {
        settings.put(attribute, setting);
    }

    private void entitle(List<String> more) {
        List<String> all = new ArrayList<>(
                settings.get(TargetAttribute.ENTITLEMENTS) instanceof Setting.Texts(List<String> known)
                        ? known
                        : List.of());
        all.addAll(more);
        set(TargetAttribute.ENTITLEMENTS, new Setting.Texts(all));
    }

    private void flag(TargetAttribute attribute, String name, Yaml value) throws BakeException {
        if (texts.flag(name, value)) {
            set(attribute, new Setting.Flag(true));
        }
    }

    private void context(Yaml value) throws BakeException {
        set(TargetAttribute.CONTEXT,
                new Setting.Text(ComposePath.resolve(base, texts.text(subject + ".context", value))));
    }

    private void arguments(Map<String, Optional<String>> arguments) {
        SortedMap<String, String> given = new TreeMap<>();
        arguments.forEach((name, value) -> value.ifPresentOrElse(text -> given.put(name, text),
                () -> missing.add(name)));
        set(TargetAttribute.ARGS, new Setting.Pairs(given));
    }

    private void pairs(TargetAttribute attribute, Map<String, Optional<String>> pairs) {
        SortedMap<String, String> all = new TreeMap<>();
        pairs.forEach((name, value) -> all.put(name, value.orElse("")));
        set(attribute, new Setting.Pairs(all));
    }

    private SortedMap<String, String> contexts(Map<String, Optional<String>> contexts) {
        SortedMap<String, String> all = new TreeMap<>();
        contexts.forEach((name, where) -> all.put(name, link(where.orElse(""), base)));
        return all;
    }

    /** Services are targets here. */
    static String link(String where, String base) {
        return where.startsWith("service:") || where.startsWith("target:")
                ? "target:" + where.substring(where.indexOf(':') + 1).replace('.', '_')
                : ComposePath.resolve(base, where);
    }

    private SortedMap<String, String> hosts(String name, Yaml value) throws BakeException {
        SortedMap<String, String> hosts = new TreeMap<>();
        if (value instanceof Yaml.Fields fields) {
            for (Map.Entry<String, Yaml> host : fields.fields().entrySet()) {
                hosts.put(host.getKey(), String.join(",", texts.listOrText(name, host.getValue())));
            }
            return hosts;
        }
        for (String host : texts.list(name, value)) {
            int at = host.indexOf('=') >= 0 ? host.indexOf('=') : host.indexOf(':');
            if (at < 0) {
                throw new IllegalArgumentException("expected HOST=ADDRESS, found '%s'".formatted(host));
            }
            hosts.merge(host.substring(0, at), host.substring(at + 1).replaceAll("^\\[|]$", ""),
                    (a, b) -> a + "," + b);
        }
        return hosts;
    }

    private void entries(TargetAttribute attribute, List<String> values) {
        List<Entry> entries = new ArrayList<>();
        values.forEach(text -> entries.addAll(EntrySyntax.parse(attribute, text)));
        set(attribute, new Setting.Entries(entries));
    }

    private void ssh(Map<String, Optional<String>> keys) {
        List<Entry> entries = new ArrayList<>();
        new TreeMap<>(keys).forEach((id, path) -> entries.add(Entry.of(path
                .map(text -> Map.of("id", id, "paths", ComposePath.resolve(base, text)))
                .orElse(Map.of("id", id)))));
        set(TargetAttribute.SSH, new Setting.Entries(entries));
    }

    private void attest(String type, String text) {
        String entry = switch (text) {
            case "true" -> "type=%s".formatted(type);
            case "false" -> "type=%s,disabled=true".formatted(type);
            default -> "type=%s,%s".formatted(type, text);
        };
        List<Entry> all = new ArrayList<>(
                settings.get(TargetAttribute.ATTEST) instanceof Setting.Entries(List<Entry> known)
                        ? known
                        : List.of());
        all.addAll(EntrySyntax.parse(TargetAttribute.ATTEST, entry));
        set(TargetAttribute.ATTEST, new Setting.Entries(all));
    }

    private List<String> limits(String name, Yaml value) throws BakeException {
        List<String> limits = new ArrayList<>();
        Yaml.Fields fields = value.asFields(name);
        for (String limit : new TreeSet<>(fields.fields().keySet())) {
            Yaml setting = fields.find(limit).orElse(value);
            if (setting instanceof Yaml.Fields both) {
                String soft = texts.text(name, both.find("soft").orElse(both));
                limits.add("%s=%s:%s".formatted(limit, soft, texts.text(name, both.find("hard").orElse(both))));
            } else {
                String one = texts.text(name, setting);
                limits.add("%s=%s:%s".formatted(limit, one, one));
            }
        }
        return limits;
    }
}
