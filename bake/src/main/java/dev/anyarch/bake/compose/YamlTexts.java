package dev.anyarch.bake.compose;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes texts out of YAML values, with variables replaced. For one thread. */
final class YamlTexts {
    private final Interpolation interpolation;
    private final ComposeInput input;
    private final Set<String> told = new TreeSet<>();

    YamlTexts(ComposeInput input) {
        this.input = input;
        this.interpolation = new Interpolation(input.variables(), name -> {
            if (told.add(name)) {
                input.warnings().accept("variable %s is not set; it is replaced by nothing".formatted(name));
            }
        });
    }

    ComposeInput input() {
        return input;
    }

    String text(String subject, Yaml value) throws BakeException {
        if (!(value instanceof Yaml.Scalar(String text, boolean isText, SourcePlace place))) {
            throw value.place().error("%s: expected a text, found %s".formatted(subject, value.kind()));
        }
        try {
            return isText || text.contains("$") ? interpolation.replace(text) : YamlNumber.canonical(text);
        } catch (IllegalArgumentException e) {
            throw place.error(new IllegalArgumentException("%s: %s".formatted(subject, e.getMessage()), e));
        }
    }

    boolean flag(String subject, Yaml value) throws BakeException {
        return switch (text(subject, value)) {
            case "true" -> true;
            case "false" -> false;
            case String other -> throw value.place()
                    .error("%s: expected true or false, found '%s'".formatted(subject, other));
        };
    }

    List<String> list(String subject, Yaml value) throws BakeException {
        List<String> texts = new ArrayList<>();
        for (Yaml item : value.asItems(subject)) {
            texts.add(text(subject, item));
        }
        return texts;
    }

    /** A list, or one text for a list of one. */
    List<String> listOrText(String subject, Yaml value) throws BakeException {
        return value instanceof Yaml.Scalar ? List.of(text(subject, value)) : list(subject, value);
    }

    /** A mapping, or a list of {@code KEY=VALUE}; a value may be missing. */
    Map<String, Optional<String>> pairs(String subject, Yaml value) throws BakeException {
        Map<String, Optional<String>> pairs = new LinkedHashMap<>();
        if (value instanceof Yaml.Fields fields) {
            for (Map.Entry<String, Yaml> field : fields.fields().entrySet()) {
                pairs.put(field.getKey(), field.getValue().isNull()
                        ? Optional.empty()
                        : Optional.of(text(subject + "." + field.getKey(), field.getValue())));
            }
            return pairs;
        }
        for (String pair : list(subject, value)) {
            int at = pair.indexOf('=');
            pairs.put(at < 0 ? pair : pair.substring(0, at),
                    at < 0 ? Optional.empty() : Optional.of(pair.substring(at + 1)));
        }
        return pairs;
    }
}
