package dev.anyarch.bake.compose;

import dev.anyarch.bake.definition.Entry;
import dev.anyarch.bake.source.BakeException;
import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The secrets that a compose file declares, and their use in {@code build.secrets}.
 *
 * @param declared the top-level {@code secrets}
 * @param base what paths are seen from
 */
record ComposeSecrets(YamlTexts texts, Optional<Yaml.Fields> declared, String base) {

    List<Entry> used(String subject, Yaml value) throws BakeException {
        List<Entry> used = new ArrayList<>();
        for (Yaml item : value.asItems(subject)) {
            Yaml id = item;
            if (item instanceof Yaml.Fields fields) {
                id = fields.find("source")
                        .orElseThrow(() -> fields.place().error("%s: expected source".formatted(subject)));
            }
            used.add(secret(subject, id, texts.text(subject, id)));
        }
        return used;
    }

    private Entry secret(String subject, Yaml at, String id) throws BakeException {
        Map<String, String> fields = new TreeMap<>(Map.of("id", id));
        Optional<Yaml> declaration = declared.flatMap(all -> all.find(id));
        if (declaration.isEmpty()) {
            throw at.place()
                    .error("%s: there is no secret '%s'%s".formatted(subject, id, Nearest.suggestion(id,
                            declared.map(all -> all.fields().keySet()).orElse(Set.of()))));
        }
        if (declaration.isPresent()) {
            Yaml.Fields secret = declaration.get().asFields("secret '%s'".formatted(id));
            Optional<Yaml> external = secret.find("external");
            if (external.isPresent() && texts.flag("secret '%s'.external".formatted(id), external.get())) {
                throw secret.place("external").error("secret '%s': external secrets are not available".formatted(id));
            }
            Optional<Yaml> file = secret.find("file");
            if (file.isPresent()) {
                fields.put("src", ComposePath.resolve(base, texts.text("secret '%s'.file".formatted(id), file.get())));
            }
            Optional<Yaml> variable = secret.find("environment");
            if (variable.isPresent()) {
                fields.put("env", texts.text("secret '%s'.environment".formatted(id), variable.get()));
            }
        }
        return Entry.of(fields);
    }
}
