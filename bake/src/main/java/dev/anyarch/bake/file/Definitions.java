package dev.anyarch.bake.file;

import dev.anyarch.bake.hcl.Body;
import dev.anyarch.bake.source.BakeException;
import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The blocks and attributes of all files, by what they are; nothing is evaluated yet.
 *
 * @param variables by name, the last block of a name
 * @param attributes what is set outside of blocks: variables that nobody overrides
 * @param functions by name, the last block of a name
 * @param targets and groups in the order of the files
 */
record Definitions(Map<String, Body.Block> variables, Map<String, Body.Attribute> attributes,
        Map<String, Body.Block> functions, List<Body.Block> targets, List<Body.Block> groups) {

    static Definitions of(List<Body> bodies) throws BakeException {
        Definitions all = new Definitions(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(),
                new ArrayList<>(), new ArrayList<>());
        for (Body body : bodies) {
            body.attributes().forEach(attribute -> all.attributes.put(attribute.name(), attribute));
            for (Body.Block block : body.blocks()) {
                all.add(block);
            }
        }
        return all;
    }

    private void add(Body.Block block) throws BakeException {
        if (!BakeText.BLOCKS.contains(block.type())) {
            throw block.place()
                    .error("there is no block '%s'%s".formatted(block.type(),
                            Nearest.suggestion(block.type(), BakeText.BLOCKS)));
        }
        if (block.labels().size() != 1) {
            throw block.place()
                    .error("block '%s': expected one name, found %d".formatted(block.type(), block.labels().size()));
        }
        String name = block.labels().getFirst();
        switch (block.type()) {
            case "variable" -> {
                requireOnly(block, Set.of("default", "type", "description"), Set.of("validation"));
                variables.put(name, block);
            }
            case "function" -> {
                requireOnly(block, Set.of("params", "variadic_params", "result"), Set.of());
                functions.put(name, block);
            }
            case "group" -> groups.add(block);
            default -> targets.add(block);
        }
    }

    /** That a block has nothing in it but what is known. */
    static void requireOnly(Body.Block block, Set<String> attributes, Set<String> blocks) throws BakeException {
        for (Body.Attribute attribute : block.body().attributes()) {
            if (!attributes.contains(attribute.name())) {
                throw attribute.place()
                        .error("%s '%s' has no attribute '%s'%s".formatted(block.type(),
                                block.labels().isEmpty() ? "" : block.labels().getFirst(), attribute.name(),
                                Nearest.suggestion(attribute.name(), attributes)));
            }
        }
        for (Body.Block inner : block.body().blocks()) {
            if (!blocks.contains(inner.type())) {
                throw inner.place()
                        .error("%s '%s' has no block '%s'%s".formatted(block.type(),
                                block.labels().isEmpty() ? "" : block.labels().getFirst(), inner.type(),
                                attributes.contains(inner.type())
                                        ? "; it is an attribute: %s = { … }".formatted(inner.type())
                                        : Nearest.suggestion(inner.type(), attributes)));
            }
        }
    }
}
