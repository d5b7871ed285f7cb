package dev.anyarch.bake.file;

import dev.anyarch.bake.definition.GroupDefinition;
import dev.anyarch.bake.definition.Setting;
import dev.anyarch.bake.definition.Stack;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.definition.TargetDefinition;
import dev.anyarch.bake.definition.VariableDefinition;
import dev.anyarch.bake.hcl.Body;
import dev.anyarch.bake.hcl.Conversion;
import dev.anyarch.bake.hcl.Evaluator;
import dev.anyarch.bake.hcl.Scope;
import dev.anyarch.bake.hcl.Value;
import dev.anyarch.bake.source.BakeException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Evaluates bake files. For one thread. */
public final class BakeFiles {
    private static final Set<String> GROUP_ATTRIBUTES = Set.of("targets", "description", "name", "matrix");

    private final Definitions definitions;
    private final BakeScope scope;
    private final Map<String, GroupDefinition> groups = new LinkedHashMap<>();
    private final Map<String, TargetDefinition> targets = new LinkedHashMap<>();

    private BakeFiles(Definitions definitions, World world) {
        this.definitions = definitions;
        this.scope = new BakeScope(definitions, world);
    }

    /**
     * What files define together, in their order.
     *
     * @param bodies of {@link BakeText#parse}
     */
    public static Stack evaluate(List<Body> bodies, World world) throws BakeException {
        return new BakeFiles(Definitions.of(bodies), world).evaluate();
    }

    private Stack evaluate() throws BakeException {
        SortedMap<String, VariableDefinition> variables = new TreeMap<>();
        for (Body.Block block : definitions.variables().values()) {
            VariableBlock variable = new VariableBlock(block);
            variables.put(variable.name(), variable.define(scope));
        }
        for (Body.Block block : definitions.variables().values()) {
            new VariableBlock(block).validate(scope);
        }
        for (String function : definitions.functions().keySet()) {
            scope.function(function, definitions.functions().get(function).place());
        }
        List<NamedBlock> blocks = new ArrayList<>();
        for (Body.Block block : definitions.groups()) {
            blocks.addAll(BlockNames.of(block, scope));
        }
        Map<String, Set<String>> ofMatrix = new LinkedHashMap<>();
        for (Body.Block block : definitions.targets()) {
            List<NamedBlock> named = BlockNames.of(block, scope);
            blocks.addAll(named);
            Set<String> names = ofMatrix.computeIfAbsent(block.labels().getFirst(), _ -> new LinkedHashSet<>());
            named.forEach(one -> names.add(one.name()));
        }
        scope.setBlocks(blocks);
        for (NamedBlock block : blocks) {
            define(block);
        }
        for (Map.Entry<String, Body.Attribute> attribute : definitions.attributes().entrySet()) {
            scope.variable(attribute.getKey(), attribute.getValue().place());
        }
        addMatrixGroups(ofMatrix);
        return new Stack(groups, targets, variables);
    }

    /** The name of a block with a matrix stands for all targets that it makes. */
    private void addMatrixGroups(Map<String, Set<String>> ofMatrix) {
        ofMatrix.forEach((label, names) -> {
            if (!names.equals(Set.of(label)) && !groups.containsKey(label)) {
                definitions.targets()
                        .stream()
                        .filter(block -> block.labels().getFirst().equals(label))
                        .findFirst()
                        .ifPresent(block -> groups.put(label,
                                new GroupDefinition(label, "", List.copyOf(names), block.place())));
            }
        });
    }

    private void define(NamedBlock block) throws BakeException {
        if (block.block().type().equals("group")) {
            Definitions.requireOnly(block.block(), GROUP_ATTRIBUTES, Set.of());
            Body.Attribute members = block.block()
                    .body()
                    .attribute("targets")
                    .orElseThrow(() -> block.block()
                            .place()
                            .error("group '%s': expected targets, found none".formatted(block.name())));
            Optional<Body.Attribute> description = block.block().body().attribute("description");
            groups.put(block.name(), new GroupDefinition(block.name(),
                    description.isEmpty() ? "" : value(scope, description.get(), Conversion::text),
                    value(scope, members, Conversion::texts), block.block().place()));
            return;
        }
        TargetDefinition target = target(block);
        targets.merge(block.name(), target, TargetDefinition::and);
    }

    private TargetDefinition target(NamedBlock block) throws BakeException {
        Set<String> known = new TreeSet<>(TargetAttribute.texts());
        known.add("name");
        known.add("matrix");
        Definitions.requireOnly(block.block(), known, Set.of());
        Scope own = scope.with(block.variables());
        Map<TargetAttribute, Setting> settings = new EnumMap<>(TargetAttribute.class);
        for (Body.Attribute written : block.block().body().attributes()) {
            Optional<TargetAttribute> attribute = TargetAttribute.find(written.name());
            if (attribute.isPresent()) {
                value(own, written, value -> SettingReader.read(attribute.get(), value))
                        .ifPresent(setting -> settings.put(attribute.get(), setting));
            }
        }
        return new TargetDefinition(block.name(), settings, block.block().place());
    }

    private static <T> T value(Scope scope, Body.Attribute attribute, java.util.function.Function<Value, T> reader)
            throws BakeException {
        Value value = Evaluator.evaluate(attribute.value(), scope);
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            throw attribute.value()
                    .place()
                    .error(new IllegalArgumentException("%s: %s".formatted(attribute.name(), e.getMessage()), e));
        }
    }
}
