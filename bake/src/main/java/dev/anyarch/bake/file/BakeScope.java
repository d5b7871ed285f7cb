package dev.anyarch.bake.file;

import dev.anyarch.bake.hcl.Body;
import dev.anyarch.bake.hcl.Evaluator;
import dev.anyarch.bake.hcl.Function;
import dev.anyarch.bake.hcl.Scope;
import dev.anyarch.bake.hcl.StandardLibrary;
import dev.anyarch.bake.hcl.Value;
import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import dev.anyarch.model.Nearest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What names mean in bake files; each is evaluated when it is asked for first. For one thread. */
final class BakeScope implements Scope {
    private final Definitions definitions;
    private final World world;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Function> functions = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private List<NamedBlock> blocks = List.of();

    BakeScope(Definitions definitions, World world) {
        this.definitions = definitions;
        this.world = world;
    }

    /** From now on, expressions can refer to attributes of these targets and groups. */
    void setBlocks(List<NamedBlock> known) {
        blocks = List.copyOf(known);
    }

    @Override
    public Optional<Value> variable(String name, SourcePlace at) throws BakeException {
        String builtIn = world.builtIn().get(name);
        if (builtIn != null) {
            return Optional.of(Value.of(builtIn));
        }
        Body.Attribute attribute = definitions.attributes().get(name);
        Body.Block variable = definitions.variables().get(name);
        if (attribute == null && variable == null) {
            return Optional.empty();
        }
        Value known = values.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!underWay.add("variable " + name)) {
            throw at.error("variable '%s' depends on itself".formatted(name));
        }
        try {
            Value value = variable != null && attribute == null
                    ? new VariableBlock(variable).value(this, world.overrides(), this::isVariable)
                    : Evaluator.evaluate(Objects.requireNonNull(attribute).value(), this);
            values.put(name, value);
            return Optional.of(value);
        } finally {
            underWay.remove("variable " + name);
        }
    }

    private boolean isVariable(String name) {
        return definitions.variables().containsKey(name) || world.builtIn().containsKey(name);
    }

    @Override
    public Optional<Function> function(String name, SourcePlace at) throws BakeException {
        Body.Block block = definitions.functions().get(name);
        Optional<Function> standard = StandardLibrary.find(name)
                .or(() -> Optional.ofNullable(world.functions().get(name)));
        if (standard.isPresent() || block == null) {
            return standard;
        }
        Function known = functions.get(name);
        if (known == null) {
            known = new FunctionBlock(block).function(this, underWay);
            functions.put(name, known);
        }
        return Optional.of(known);
    }

    @Override
    public Optional<Value> blockAttribute(String type, String block, String name, SourcePlace at)
            throws BakeException {
        if (!type.equals("target") && !type.equals("group")) {
            return Optional.empty();
        }
        List<NamedBlock> named = blocks.stream()
                .filter(known -> known.block().type().equals(type) && known.name().equals(block))
                .toList();
        if (named.isEmpty()) {
            Set<String> names = new TreeSet<>();
            blocks.stream()
                    .filter(known -> known.block().type().equals(type))
                    .forEach(known -> names.add(known.name()));
            throw at.error("there is no %s '%s'%s".formatted(type, block, Nearest.suggestion(block, names)));
        }
        if (name.equals("name")) {
            return Optional.of(Value.of(block));
        }
        for (NamedBlock one : named.reversed()) {
            Optional<Body.Attribute> attribute = one.block().body().attribute(name);
            if (attribute.isPresent()) {
                return Optional.of(evaluate(one, attribute.get(), at));
            }
        }
        return Optional.of(Value.NULL);
    }

    private Value evaluate(NamedBlock block, Body.Attribute attribute, SourcePlace at) throws BakeException {
        String subject = "%s.%s.%s".formatted(block.block().type(), block.name(), attribute.name());
        if (!underWay.add(subject)) {
            throw at.error("%s depends on itself".formatted(subject));
        }
        try {
            return Evaluator.evaluate(attribute.value(), with(block.variables()));
        } finally {
            underWay.remove(subject);
        }
    }
}
