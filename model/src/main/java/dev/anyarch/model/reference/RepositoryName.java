package dev.anyarch.model.reference;

import java.util.regex.Pattern;

/**
 * The path of a repository within its registry, such as {@code library/alpine} (OCI distribution-spec, "Pulling
 * manifests").
 *
 * @param value components of lower-case letters, digits and separators, joined by slashes; at most 255 characters
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
    private static final Pattern GRAMMAR = Pattern
            .compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final int MAX_LENGTH = 255;

    public RepositoryName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    ("repository '%s': expected lower-case letters and digits, with '.', '_', "
                            + "'__' or '-' between them, in parts joined by '/'; at most 255 characters")
                            .formatted(value));
        }
    }

    public static boolean isValid(String text) {
        return text.length() <= MAX_LENGTH && GRAMMAR.matcher(text).matches();
    }

    @Override
    public int compareTo(RepositoryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
