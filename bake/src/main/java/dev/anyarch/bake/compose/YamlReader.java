package dev.anyarch.bake.compose;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import dev.anyarch.bake.source.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads one YAML document with anchors and merge keys ({@code <<}). For one thread. */
final class YamlReader {
    private static final int MAX_ALIASES = 10_000;
    /** Aliases of aliases can make a small file large. */
    private static final int MAX_NODES = 1_000_000;
    private static final int MAX_DEPTH = 200;
    private static final String MERGE = "<<";

    private final SourceText source;
    private int nodes;

    private YamlReader(SourceText source) {
        this.source = source;
    }

    /** Empty for a file with nothing in it. */
    static Optional<Yaml> read(SourceText source) throws BakeException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source.file())
                .setUseMarks(true)
                .setSchema(new FailsafeSchema())
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(SourceText.MAX_SIZE)
                .setAllowDuplicateKeys(true)
                .build();
        try {
            requireShallow(source, settings);
            Optional<Node> root = new Compose(settings).composeString(source.text());
            return root.isEmpty() ? Optional.empty() : Optional.of(new YamlReader(source).value(root.get(), 0));
        } catch (MarkedYamlEngineException e) {
            int offset = e.getProblemMark().map(mark -> offset(source, mark.getLine(), mark.getColumn())).orElse(0);
            throw source.at(offset).error(new IllegalArgumentException(e.getProblem(), e));
        } catch (YamlEngineException e) {
            throw source.at(0).error(e);
        }
    }

    /** The composer calls itself for each level. */
    private static void requireShallow(SourceText source, LoadSettings settings) throws BakeException {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(source.text())) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MAX_DEPTH) {
                throw source.at(
                        event.getStartMark().map(mark -> offset(source, mark.getLine(), mark.getColumn())).orElse(0))
                        .error("expected at most %d levels".formatted(MAX_DEPTH));
            }
        }
    }

    private static int offset(SourceText source, int line, int column) {
        int start = 0;
        for (int i = 0; i < line; i++) {
            int end = source.text().indexOf('\n', start);
            if (end < 0) {
                return source.text().length();
            }
            start = end + 1;
        }
        return source.text()
                .offsetByCodePoints(start,
                        Math.min(column, source.text().codePointCount(start, source.text().length())));
    }

    private SourcePlace place(Node node) {
        return source.at(node.getStartMark()
                .map(mark -> offset(source, mark.getLine(), mark.getColumn()))
                .orElse(0));
    }

    private Yaml value(Node node, int depth) throws BakeException {
        SourcePlace place = place(node);
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw place.error("expected at most %d values and %d levels, aliases counted each time".formatted(MAX_NODES,
                    MAX_DEPTH));
        }
        String tag = node.getTag().getValue();
        if (tag.startsWith("!")) {
            throw place.error("the tag %s is not available".formatted(tag));
        }
        return switch (node) {
            case ScalarNode scalar -> new Yaml.Scalar(scalar.getValue(),
                    scalar.getScalarStyle() != ScalarStyle.PLAIN, place);
            case SequenceNode sequence -> {
                List<Yaml> values = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    values.add(value(item, depth + 1));
                }
                yield new Yaml.Items(values, place);
            }
            case MappingNode mapping -> fields(mapping, place, depth);
            default -> throw place.error("expected a value");
        };
    }

    private Yaml.Fields fields(MappingNode mapping, SourcePlace place, int depth) throws BakeException {
        Map<String, Yaml> own = new LinkedHashMap<>();
        Map<String, SourcePlace> keys = new HashMap<>();
        List<Yaml.Fields> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw place(tuple.getKeyNode()).error("expected a text as key");
            }
            Yaml value = value(tuple.getValueNode(), depth + 1);
            if (key.getValue().equals(MERGE) && key.getScalarStyle() == ScalarStyle.PLAIN) {
                for (Yaml one : value instanceof Yaml.Items(List<Yaml> all, _) ? all : List.of(value)) {
                    merged.add(one.asFields(MERGE));
                }
            } else if (own.put(key.getValue(), value) != null) {
                throw place(key).error("key '%s' is there twice".formatted(key.getValue()));
            } else {
                keys.put(key.getValue(), place(key));
            }
        }
        for (Yaml.Fields below : merged) {
            below.fields().forEach(own::putIfAbsent);
            below.keys().forEach(keys::putIfAbsent);
        }
        return new Yaml.Fields(own, keys, place);
    }
}
