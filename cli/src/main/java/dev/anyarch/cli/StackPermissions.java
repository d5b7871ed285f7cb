package dev.anyarch.cli;

import dev.anyarch.bake.definition.ContextPath;
import dev.anyarch.bake.definition.Entry;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.definition.TargetDefinition;
import dev.anyarch.model.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the definition of a stack may touch: as with Docker, everything below the working directory, and beyond that what
 * {@code --allow} says. So nobody's bake file reads a home directory into an image.
 */
final class StackPermissions {
    private static final List<String> KNOWN = List.of("fs", "fs.read", "fs.write", "network.host",
            "security.insecure", "ssh", "device");
    /** Docker's way to turn the check off. */
    private static final String SWITCH = "BUILDX_BAKE_ENTITLEMENTS_FS";

    private final Environment environment;
    private final List<Path> readable = new ArrayList<>();
    private final List<Path> writable = new ArrayList<>();
    private final boolean isOff;
    private final List<String> others = new ArrayList<>();

    StackPermissions(List<String> allowed, Environment environment) throws IOException {
        this.environment = environment;
        this.isOff = environment.variable(SWITCH)
                .filter(value -> value.equals("0") || value.equals("false"))
                .isPresent();
        readable.add(real(environment.directory()));
        writable.add(real(environment.directory()));
        for (String text : allowed) {
            String kind = text.replaceFirst("=.*", "");
            if (!KNOWN.contains(kind)) {
                throw new UsageException("option --allow: expected one of %s, found '%s'%s".formatted(
                        String.join(", ", KNOWN), text, Nearest.suggestion(kind, KNOWN)));
            }
            others.add(kind);
            if (kind.startsWith("fs")) {
                String path = text.contains("=") ? text.substring(text.indexOf('=') + 1) : "*";
                Path root = path.equals("*") ? environment.directory().getRoot() : real(environment.path(path));
                if (!kind.equals("fs.write")) {
                    readable.add(root);
                }
                if (!kind.equals("fs.read")) {
                    writable.add(root);
                }
            }
        }
    }

    void require(Collection<TargetDefinition> targets) throws IOException {
        for (TargetDefinition target : targets) {
            requireEntitled(target);
            if (!isOff) {
                require(target);
            }
        }
    }

    /** What is not about files. */
    private void requireEntitled(TargetDefinition target) throws CannotException {
        if (target.texts(TargetAttribute.ENTITLEMENTS).contains(BuildSettings.INSECURE)
                && !others.contains(BuildSettings.INSECURE)) {
            throw new CannotException(
                    "%s: target '%s' executes commands with all privileges of the caller; --allow %s permits it"
                            .formatted(target.place(), target.name(), BuildSettings.INSECURE));
        }
        boolean takesAgent = target.entries(TargetAttribute.SSH)
                .stream()
                .anyMatch(entry -> entry.field("paths").filter(paths -> !paths.isEmpty()).isEmpty());
        if (takesAgent && !others.contains("ssh")) {
            throw new CannotException("%s: target '%s' uses your SSH agent; --allow ssh permits it".formatted(
                    target.place(), target.name()));
        }
    }

    private void require(TargetDefinition target) throws IOException {
        Optional<String> context = target.text(TargetAttribute.CONTEXT).filter(text -> !ContextPath.isRemote(text));
        if (context.isPresent()) {
            requireReadable(target, "context", context.get());
            String dockerfile = target.text(TargetAttribute.DOCKERFILE).orElse("Dockerfile");
            if (target.text(TargetAttribute.DOCKERFILE_INLINE).isEmpty()) {
                requireReadable(target, "dockerfile", dockerfile.startsWith("cwd://")
                        ? ContextPath.clean(dockerfile)
                        : dockerfile.startsWith("/") ? dockerfile : context.get() + "/" + dockerfile);
            }
        }
        for (String where : target.pairs(TargetAttribute.CONTEXTS).values()) {
            String path = where.replaceFirst("^oci-layout://([^:@]*).*", "$1").replaceFirst("^cwd://", "");
            if (!ContextPath.isRemote(path) && !path.startsWith("target:") && !path.startsWith("docker-image:")) {
                requireReadable(target, "contexts", path);
            }
        }
        for (Entry secret : target.entries(TargetAttribute.SECRET)) {
            if (secret.field("src").isPresent()) {
                requireReadable(target, "secret", secret.field("src").get());
            }
        }
        for (Entry ssh : target.entries(TargetAttribute.SSH)) {
            for (String path : ssh.field("paths").orElse("").split(",", -1)) {
                if (!path.isEmpty()) {
                    requireReadable(target, "ssh", path);
                }
            }
        }
        for (Entry cache : target.entries(TargetAttribute.CACHE_FROM)) {
            if (cache.field("src").isPresent()) {
                requireReadable(target, "cache-from", cache.field("src").get());
            }
        }
        for (TargetAttribute attribute : List.of(TargetAttribute.OUTPUT, TargetAttribute.CACHE_TO)) {
            for (Entry output : target.entries(attribute)) {
                Optional<String> path = output.field("dest").filter(text -> !text.equals("-"));
                if (path.isPresent() && !contains(writable, path.get())) {
                    throw refused(target, attribute.text(), "writes", path.get(), "fs.write");
                }
            }
        }
    }

    private void requireReadable(TargetDefinition target, String attribute, String path) throws IOException {
        if (!contains(readable, path)) {
            throw refused(target, attribute, "reads", path, "fs.read");
        }
    }

    private CannotException refused(TargetDefinition target, String attribute, String verb, String path, String kind) {
        return new CannotException(
                "%s: target '%s' %s %s (%s), which is outside of the working directory; --allow %s=%s permits it"
                        .formatted(target.place(), target.name(), verb, path, attribute, kind, path));
    }

    private boolean contains(List<Path> roots, String path) throws IOException {
        Path wanted = real(environment.path(path));
        return roots.stream().anyMatch(wanted::startsWith);
    }

    /** With links followed as far as there is something. */
    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path existing = absolute;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
    }
}
