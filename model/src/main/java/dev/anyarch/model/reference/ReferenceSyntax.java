package dev.anyarch.model.reference;

import dev.anyarch.model.Digest;
import java.util.Optional;

/** The grammar of references and Docker's normalisation of it. */
final class ReferenceSyntax {
    private static final String LIBRARY = "library/";

    private ReferenceSyntax() {}

    static Reference parse(String text) {
        try {
            return parseParts(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("reference '%s': %s".formatted(text, e.getMessage()), e);
        }
    }

    private static Reference parseParts(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("expected [REGISTRY/]NAME[:TAG][@DIGEST], found nothing");
        }
        if (isImageId(text)) {
            throw new IllegalArgumentException("64 hexadecimal characters alone are an image ID, not a name");
        }
        int at = text.indexOf('@');
        Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(Digest.parse(text.substring(at + 1)));
        String rest = at < 0 ? text : text.substring(0, at);

        int colon = rest.lastIndexOf(':');
        boolean tagged = colon > rest.lastIndexOf('/');
        int slash = rest.indexOf('/');
        String first = slash < 0 ? "" : rest.substring(0, slash);
        Optional<Tag> tag = tagged ? Optional.of(new Tag(rest.substring(colon + 1))) : Optional.empty();
        String name = tagged ? rest.substring(0, colon) : rest;

        RegistryName registry = RegistryName.DOCKER_HUB;
        if (isRegistry(first)) {
            registry = first.equals("index.docker.io") ? RegistryName.DOCKER_HUB : new RegistryName(first);
            name = name.substring(slash + 1);
        }
        if (registry.equals(RegistryName.DOCKER_HUB) && name.indexOf('/') < 0) {
            name = LIBRARY + name;
        }
        RepositoryName repository = new RepositoryName(name);
        RegistryName found = registry;
        return digest.<Reference>map(pin -> new DigestReference(found, repository, tag, pin))
                .orElseGet(() -> new TagReference(found, repository, tag.orElse(Tag.LATEST)));
    }

    /** Docker's rule: a first part with a dot, a colon or an upper-case letter, or {@code localhost}, is a host. */
    private static boolean isRegistry(String first) {
        return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost")
                || first.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    }

    private static boolean isImageId(String text) {
        return text.length() == 64
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    static String familiar(Reference reference) {
        String name = reference.name();
        if (reference.registry().equals(RegistryName.DOCKER_HUB)) {
            name = reference.repository().value();
            if (name.startsWith(LIBRARY) && name.indexOf('/', LIBRARY.length()) < 0) {
                name = name.substring(LIBRARY.length());
            }
        }
        return name + reference.tag().map(tag -> ":" + tag).orElse("")
                + reference.digest().map(digest -> "@" + digest).orElse("");
    }
}
