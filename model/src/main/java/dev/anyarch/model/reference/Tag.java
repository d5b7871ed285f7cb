package dev.anyarch.model.reference;

import java.util.regex.Pattern;

/**
 * A movable name of a manifest within a repository (OCI distribution-spec, "Pulling manifests").
 *
 * @param value of at most 128 characters
 */
public record Tag(String value) implements Comparable<Tag> {
    private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    // after the grammar, which it is checked against
    public static final Tag LATEST = new Tag("latest");

    public Tag {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "tag '%s': expected a letter, digit or underscore, then up to 127 of these, dots and dashes"
                            .formatted(value));
        }
    }

    public static boolean isValid(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
