package dev.anyarch.client.config;

import dev.anyarch.model.InvalidContentException;
import java.util.Map;
import java.util.Optional;

/**
 * A table of a TOML file.
 *
 * @param name as in its header, such as {@code registry.mirror}; empty for what is before the first header
 * @param values texts, booleans and lists of texts as {@link String}, {@link Boolean} and {@link java.util.List}
 * @param source file and line of the header
 */
record TomlTable(String name, Map<String, Object> values, String source) {

    Optional<String> text(String key) throws InvalidContentException {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw new InvalidContentException("%s: %s: expected text".formatted(source, key));
    }

    boolean flag(String key) throws InvalidContentException {
        Object value = values.get(key);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new InvalidContentException("%s: %s: expected true or false".formatted(source, key));
    }

    InvalidContentException missing(String key) {
        return new InvalidContentException("%s: [[%s]]: expected %s, which is missing".formatted(source, name, key));
    }
}
