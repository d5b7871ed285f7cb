package dev.anyarch.client.config;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.reference.RegistryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Our own {@code config.yaml}. Everything in it has to be understood: a misspelt key is an error with its line. */
final class ConfigFile {
    private final Path path;

    private ConfigFile(Path path) {
        this.path = path;
    }

    /** The settings by registry. Whoever calls this has seen the file: this class brings the YAML reader with it. */
    static Map<RegistryName, HostSettings> read(Path path) throws IOException {
        return new ConfigFile(path).read();
    }

    private Map<RegistryName, HostSettings> read() throws IOException {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(path.toString()).setMaxAliasesForCollections(10).build())
                    .composeString(Files.readString(path));
        } catch (YamlEngineException e) {
            throw new InvalidContentException("%s: malformed YAML: %s".formatted(path, e.getMessage()), e);
        }
        Map<RegistryName, HostSettings> hosts = new HashMap<>();
        if (root.isPresent()) {
            for (Map.Entry<String, Node> entry : mapping(root.get(), "the file").entrySet()) {
                if (!entry.getKey().equals("registries")) {
                    throw invalid(entry.getValue(), "expected 'registries', found '%s'".formatted(entry.getKey()));
                }
                for (Map.Entry<String, Node> registry : mapping(entry.getValue(), "registries").entrySet()) {
                    hosts.put(registryName(registry), host(registry.getValue(), registry.getKey()));
                }
            }
        }
        return hosts;
    }

    private RegistryName registryName(Map.Entry<String, Node> entry) throws IOException {
        try {
            return new RegistryName(entry.getKey());
        } catch (IllegalArgumentException e) {
            throw invalid(entry.getValue(), "registries: " + e.getMessage());
        }
    }

    private HostSettings host(Node node, String name) throws IOException {
        Optional<TlsMode> tls = Optional.empty();
        Optional<Path> authority = Optional.empty();
        List<Mirror> mirrors = new ArrayList<>();
        for (Map.Entry<String, Node> entry : mapping(node, name).entrySet()) {
            Node value = entry.getValue();
            switch (entry.getKey()) {
                case "tls" -> {
                    tls = TlsMode.find(text(value, "tls"));
                    if (tls.isEmpty()) {
                        throw invalid(value, "tls: expected verify, insecure or plain, found '%s'".formatted(text(value,
                                "tls")));
                    }
                }
                case "ca" -> authority = Optional.of(path.resolveSibling(text(value, "ca")));
                case "mirrors" -> {
                    if (!(value instanceof SequenceNode sequence)) {
                        throw invalid(value, "mirrors: expected a list");
                    }
                    for (Node element : sequence.getValue()) {
                        mirrors.add(mirror(element));
                    }
                }
                default -> throw invalid(value, "%s: expected tls, ca or mirrors, found '%s'".formatted(name,
                        entry.getKey()));
            }
        }
        return new HostSettings(tls, authority, mirrors);
    }

    private Mirror mirror(Node node) throws IOException {
        try {
            return Mirror.parse(text(node, "mirrors"));
        } catch (IllegalArgumentException e) {
            throw invalid(node, "mirrors: " + e.getMessage());
        }
    }

    private Map<String, Node> mapping(Node node, String what) throws IOException {
        Map<String, Node> entries = new HashMap<>();
        if (node instanceof ScalarNode scalar && scalar.getValue().isEmpty()) {
            return entries; // a key with nothing after it
        }
        if (!(node instanceof MappingNode mapping)) {
            throw invalid(node, what + ": expected keys with values");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (entries.put(text(tuple.getKeyNode(), what), tuple.getValueNode()) != null) {
                throw invalid(tuple.getKeyNode(), "%s: key '%s' is there twice".formatted(what, text(tuple.getKeyNode(),
                        what)));
            }
        }
        return entries;
    }

    private String text(Node node, String what) throws IOException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw invalid(node, what + ": expected text");
    }

    private InvalidContentException invalid(Node node, String message) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return new InvalidContentException("%s, line %d: %s".formatted(path, line, message));
    }
}
