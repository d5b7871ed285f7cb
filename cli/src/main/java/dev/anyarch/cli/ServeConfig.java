package dev.anyarch.cli;

import dev.anyarch.server.TlsFiles;
import dev.anyarch.storage.SparsePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * How the registry is to be run, from a file and the command line.
 *
 * @param store empty for the local store
 * @param sparse what a manifest may name before it is there
 */
record ServeConfig(String listen, Optional<Path> store, Optional<TlsFiles> tls, SparsePolicy sparse,
        boolean insecureListen, boolean readOnly, boolean accessLog) {
    static final ServeConfig DEFAULT = new ServeConfig("127.0.0.1:5000", Optional.empty(), Optional.empty(),
            SparsePolicy.COMPLETE, false, false, false);

    private static final Set<String> MEMBERS = Set.of("listen", "store", "tls", "sparse", "insecure-listen",
            "read-only", "access-log");

    /** Reads a file; paths in it are relative to it. */
    static ServeConfig read(Path file) throws IOException {
        Object document;
        try {
            document = new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
        } catch (YamlEngineException e) {
            throw new UsageException("%s: malformed YAML: %s".formatted(file, e.getMessage()));
        }
        if (!(document instanceof Map<?, ?> members)) {
            throw new UsageException(file + ": expected a mapping, such as 'listen: 127.0.0.1:5000'");
        }
        for (Object name : members.keySet()) {
            if (!(name instanceof String text) || !MEMBERS.contains(text)) {
                throw new UsageException("%s: unknown member '%s'; expected one of %s".formatted(file, name,
                        String.join(", ", MEMBERS.stream().sorted().toList())));
            }
        }
        Optional<TlsFiles> tls = Optional.empty();
        if (members.get("tls") instanceof Map<?, ?> pair) {
            tls = Optional.of(new TlsFiles(path(file, pair, "certificate"), path(file, pair, "key")));
        }
        return new ServeConfig(text(members, "listen").orElse(DEFAULT.listen),
                text(members, "store").map(store -> file.resolveSibling(store)), tls,
                sparse(text(members, "sparse").orElse("none")), isTrue(members, "insecure-listen"),
                isTrue(members, "read-only"), isTrue(members, "access-log"));
    }

    static SparsePolicy sparse(String text) throws UsageException {
        return switch (text) {
            case "none" -> SparsePolicy.COMPLETE;
            case "indexes" -> SparsePolicy.SPARSE_INDEXES;
            case "images" -> SparsePolicy.SPARSE_IMAGES;
            case String other ->
                throw new UsageException("sparse: expected none, indexes or images, found '" + other + "'");
        };
    }

    ServeConfig withListen(String newListen) {
        return new ServeConfig(newListen, store, tls, sparse, insecureListen, readOnly, accessLog);
    }

    ServeConfig withStore(Path newStore) {
        return new ServeConfig(listen, Optional.of(newStore), tls, sparse, insecureListen, readOnly, accessLog);
    }

    ServeConfig withTls(TlsFiles newTls) {
        return new ServeConfig(listen, store, Optional.of(newTls), sparse, insecureListen, readOnly, accessLog);
    }

    ServeConfig withSparse(SparsePolicy newSparse) {
        return new ServeConfig(listen, store, tls, newSparse, insecureListen, readOnly, accessLog);
    }

    /** With the flags that are set, and those that were. */
    ServeConfig withFlags(boolean insecure, boolean readingOnly, boolean logging) {
        return new ServeConfig(listen, store, tls, sparse, insecureListen || insecure, readOnly || readingOnly,
                accessLog || logging);
    }

    /** The part of {@code listen} before the port. */
    String host() throws UsageException {
        String host = listen.substring(0, colon());
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    int port() throws UsageException {
        try {
            return Integer.parseInt(listen.substring(colon() + 1));
        } catch (NumberFormatException _) {
            throw malformedListen();
        }
    }

    private int colon() throws UsageException {
        int colon = listen.lastIndexOf(':');
        if (colon < 1) {
            throw malformedListen();
        }
        return colon;
    }

    private UsageException malformedListen() {
        return new UsageException("listen: expected HOST:PORT, such as 127.0.0.1:5000, found '" + listen + "'");
    }

    private static Optional<String> text(Map<?, ?> members, String name) {
        return Optional.ofNullable(members.get(name)).map(Object::toString);
    }

    private static boolean isTrue(Map<?, ?> members, String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    private static Path path(Path file, Map<?, ?> members, String name) throws UsageException {
        return file.resolveSibling(text(members, name)
                .orElseThrow(() -> new UsageException("%s: tls: expected member '%s', which is missing".formatted(file,
                        name))));
    }
}
