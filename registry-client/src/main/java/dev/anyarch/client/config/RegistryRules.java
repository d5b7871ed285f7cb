package dev.anyarch.client.config;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code [[registry]]} tables of {@code registries.conf} (containers-registries.conf(5), version 2): where images whose
 * names begin with a prefix really are.
 */
public record RegistryRules(List<Rule> rules) {
    public static final RegistryRules NONE = new RegistryRules(List.of());

    public RegistryRules {
        rules = List.copyOf(rules);
    }

    /**
     * One table.
     *
     * @param prefix {@code HOST[/PATH]} or {@code *.DOMAIN}
     * @param location what to put in place of the prefix
     * @param source file and line, for messages
     */
    public record Rule(String prefix, Optional<Mirror> location, boolean insecure, boolean blocked,
            List<Mirror> mirrors, String source) {
        public Rule {
            mirrors = List.copyOf(mirrors);
        }

        /** The length of the part of the name that the prefix covers; -1 when it is not for this name. */
        int match(RegistryName registry, String name) {
            if (prefix.startsWith("*.")) {
                return registry.value().endsWith(prefix.substring(1)) ? registry.value().length() : -1;
            }
            boolean matches = name.equals(prefix) || name.startsWith(prefix + "/");
            return matches ? prefix.length() : -1;
        }

        /** The repository with its prefix replaced by {@code place}. */
        Endpoint at(Mirror place, RegistryName registry, RepositoryName repository, TlsMode mode) {
            String name = registry + "/" + repository;
            String rest = name.substring(Math.min(name.length(), match(registry, name)));
            String path = place.prefix() + (rest.startsWith("/") ? rest.substring(1) : rest);
            return new Endpoint(place.registry(),
                    new RepositoryName(path.endsWith("/") ? path.substring(0, path.length() - 1) : path), mode,
                    place.digestsOnly());
        }
    }

    /** The rule with the longest prefix. */
    Optional<Rule> find(RegistryName registry, RepositoryName repository) {
        String name = registry + "/" + repository;
        Optional<Rule> best = Optional.empty();
        int longest = -1;
        for (Rule rule : rules) {
            int length = rule.prefix().startsWith("*.") && rule.match(registry, name) >= 0
                    ? 0
                    : rule.match(registry, name);
            if (length > longest) {
                longest = length;
                best = Optional.of(rule);
            }
        }
        return best;
    }

    /** What a rule for a whole registry says about TLS. */
    Optional<TlsMode> tlsMode(RegistryName registry) {
        for (Rule rule : rules) {
            boolean located = rule.location().map(place -> place.registry().equals(registry)).orElse(false);
            if (rule.insecure() && (located || rule.prefix().equals(registry.value())
                    || rule.prefix().startsWith(registry + "/")
                    || rule.prefix().startsWith("*.") && registry.value().endsWith(rule.prefix().substring(1)))) {
                return Optional.of(TlsMode.INSECURE_OR_PLAIN);
            }
        }
        return Optional.empty();
    }

    /** {@code $CONTAINERS_REGISTRIES_CONF} alone, or the person's or the machine's file and its directory. */
    static RegistryRules locate(Map<String, String> environment, Path configHome, Path etc) throws IOException {
        String explicit = environment.getOrDefault("CONTAINERS_REGISTRIES_CONF", "");
        List<Rule> rules = new ArrayList<>();
        if (!explicit.isEmpty()) {
            rules.addAll(read(Path.of(explicit)));
            return new RegistryRules(rules);
        }
        for (Path directory : List.of(etc.resolve("containers"), configHome.resolve("containers"))) {
            List<Path> files = new ArrayList<>(List.of(directory.resolve("registries.conf")));
            files.addAll(fragments(directory.resolve("registries.conf.d")));
            for (Path file : files) {
                for (Rule rule : read(file)) {
                    rules.removeIf(earlier -> earlier.prefix().equals(rule.prefix()));
                    rules.add(rule);
                }
            }
        }
        return new RegistryRules(rules);
    }

    private static List<Path> fragments(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.conf")) {
            entries.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        files.sort(null);
        return files;
    }

    private static List<Rule> read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        List<Rule> rules = new ArrayList<>();
        // Alias tables are long, and so is the example in the comments of Debian's file: not worth reading at every start.
        if (!hasTable(text)) {
            return rules;
        }
        for (TomlTable table : new TomlReader(text, file.toString()).read()) {
            if (table.name().equals("registry")) {
                rules.add(rule(table));
            } else if (table.name().equals("registry.mirror")) {
                if (rules.isEmpty()) {
                    throw new InvalidContentException(table.source() + ": expected [[registry]] before its mirror");
                }
                Rule last = rules.removeLast();
                List<Mirror> mirrors = new ArrayList<>(last.mirrors());
                mirrors.add(place(table, table.text("location").orElseThrow(() -> table.missing("location"))));
                rules.add(new Rule(last.prefix(), last.location(), last.insecure(), last.blocked(), mirrors,
                        last.source()));
            }
        }
        return rules;
    }

    /** Whether {@code [[} stands anywhere at the beginning of a line. */
    private static boolean hasTable(String text) {
        for (int at = text.indexOf("[["); at >= 0; at = text.indexOf("[[", at + 1)) {
            if (text.substring(text.lastIndexOf('\n', at) + 1, at).isBlank()) {
                return true;
            }
        }
        return false;
    }

    private static Rule rule(TomlTable table) throws IOException {
        Optional<String> location = table.text("location");
        String prefix = table.text("prefix").or(() -> location).orElseThrow(() -> table.missing("location"));
        boolean moved = location.isPresent() && !location.get().equals(prefix);
        return new Rule(prefix, moved ? Optional.of(place(table, location.get())) : Optional.empty(),
                table.flag("insecure"), table.flag("blocked"), List.of(), table.source());
    }

    private static Mirror place(TomlTable table, String location) throws IOException {
        try {
            Mirror place = Mirror.parse(location);
            boolean digestsOnly = table.flag("mirror-by-digest-only")
                    || table.text("pull-from-mirror").orElse("").equals("digest-only");
            return new Mirror(place.registry(), place.prefix(),
                    table.flag("insecure") ? Optional.of(TlsMode.INSECURE_OR_PLAIN) : place.tls(), digestsOnly);
        } catch (IllegalArgumentException e) {
            throw new InvalidContentException("%s: location: %s".formatted(table.source(), e.getMessage()), e);
        }
    }
}
