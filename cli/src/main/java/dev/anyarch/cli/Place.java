package dev.anyarch.cli;

import dev.anyarch.model.reference.Reference;
import java.util.Optional;

/** Where an image is, as the command line names it: a registry reference, or a prefix and what it needs. */
sealed interface Place {

    /** An image in a registry. */
    record InRegistry(Reference reference) implements Place {
        @Override
        public String toString() {
            return reference.toString();
        }
    }

    /** An image in the local store. */
    record InStore(Reference reference) implements Place {
        @Override
        public String toString() {
            return "store:" + reference.familiar();
        }
    }

    /** An OCI image layout, a directory. */
    record InLayout(String directory, Optional<String> name) implements Place {
        @Override
        public String toString() {
            return "oci:" + directory + suffix(name);
        }
    }

    /** An OCI image layout in a tar file. */
    record InOciArchive(String file, Optional<String> name) implements Place {
        @Override
        public String toString() {
            return "oci-archive:" + file + suffix(name);
        }
    }

    /** What {@code docker save} writes. */
    record InDockerArchive(String file, Optional<String> name) implements Place {
        @Override
        public String toString() {
            return "docker-archive:" + file + suffix(name);
        }
    }

    /** An image of a container engine, by its name there. */
    record InDaemon(Reference reference) implements Place {
        @Override
        public String toString() {
            return "docker-daemon:" + reference.familiar();
        }
    }

    /** Reads a place. */
    static Place parse(String text) throws UsageException {
        int colon = text.indexOf(':');
        String prefix = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (prefix) {
            case "oci" -> new InLayout(path(text, rest), name(rest));
            case "oci-archive" -> new InOciArchive(path(text, rest), name(rest));
            case "docker-archive" -> new InDockerArchive(path(text, rest), name(rest));
            case "store" -> new InStore(reference(rest));
            case "docker" -> new InRegistry(reference(rest.startsWith("//") ? rest.substring(2) : text));
            case "docker-daemon" -> inDaemon(text, reference(rest));
            default -> new InRegistry(reference(text));
        };
    }

    private static InDaemon inDaemon(String text, Reference reference) throws UsageException {
        if (reference.digest().isPresent()) {
            throw new UsageException(
                    "'%s': expected NAME[:TAG], as an engine calls its images, found a digest".formatted(
                            text));
        }
        return new InDaemon(reference);
    }

    /** Reads a reference to a registry or the store. */
    static Reference reference(String text) throws UsageException {
        try {
            return Reference.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static String path(String text, String rest) throws UsageException {
        String path = rest.substring(0, nameStart(rest));
        if (path.isEmpty()) {
            throw new UsageException("'%s': expected a path after the prefix, found nothing".formatted(text));
        }
        return path;
    }

    private static Optional<String> name(String rest) {
        int start = nameStart(rest);
        return start + 1 >= rest.length() ? Optional.empty() : Optional.of(rest.substring(start + 1));
    }

    /** The first colon, but not the one after a Windows drive letter. */
    private static int nameStart(String rest) {
        boolean drive = rest.length() > 2 && Character.isLetter(rest.charAt(0)) && rest.charAt(1) == ':'
                && (rest.charAt(2) == '\\' || rest.charAt(2) == '/');
        int colon = rest.indexOf(':', drive ? 2 : 0);
        return colon < 0 ? rest.length() : colon;
    }

    private static String suffix(Optional<String> name) {
        return name.map(present -> ":" + present).orElse("");
    }
}
