package dev.anyarch.cli;

import dev.anyarch.model.reference.Reference;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which repository of the local store keeps an image. The store is also what {@code serve} shows, so the short form is
 * used: {@code hello} is the repository {@code hello}, {@code registry.example/app} is {@code registry.example/app}. A
 * repository cannot contain a colon, so a port follows two underscores: {@code localhost__5000/app}.
 */
final class StoreNames {
    private static final Pattern PORT = Pattern.compile("([^/]+)__([0-9]+)(/.+)");
    private static final String LIBRARY = "library/";

    private StoreNames() {}

    static RepositoryName repository(Reference reference) {
        String path = reference.repository().value();
        if (reference.registry().equals(RegistryName.DOCKER_HUB)) {
            return new RepositoryName(path.startsWith(LIBRARY) ? path.substring(LIBRARY.length()) : path);
        }
        String registry = reference.registry().value().toLowerCase(Locale.ROOT).replace(":", "__");
        return new RepositoryName(registry + "/" + path);
    }

    /** What people type for a repository of the store. */
    static String familiar(RepositoryName repository) {
        Matcher matcher = PORT.matcher(repository.value());
        return matcher.matches() ? matcher.group(1) + ":" + matcher.group(2) + matcher.group(3) : repository.value();
    }
}
