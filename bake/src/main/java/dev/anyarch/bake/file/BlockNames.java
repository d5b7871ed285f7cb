package dev.anyarch.bake.file;

import dev.anyarch.bake.hcl.Body;
import dev.anyarch.bake.hcl.Conversion;
import dev.anyarch.bake.hcl.Evaluator;
import dev.anyarch.bake.hcl.Scope;
import dev.anyarch.bake.hcl.Value;
import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of groups and targets; a matrix makes several targets of one block. */
final class BlockNames {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final int MAX_COMBINATIONS = 10_000;

    private BlockNames() {}

    static List<NamedBlock> of(Body.Block block, Scope scope) throws BakeException {
        String label = block.labels().getFirst();
        requireName(label, block.place());
        Optional<Body.Attribute> matrix = block.body().attribute("matrix");
        Optional<Body.Attribute> name = block.body().attribute("name");
        if (block.type().equals("group") || matrix.isEmpty()) {
            if (matrix.isPresent() || name.isPresent()) {
                throw matrix.or(() -> name)
                        .orElseThrow()
                        .place()
                        .error(matrix.isPresent()
                                ? "a group has no matrix"
                                : block.type().equals("group") ? "a group has no other name" : "name needs a matrix");
            }
            return List.of(new NamedBlock(label, block, Map.of()));
        }
        List<NamedBlock> blocks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Map<String, Value> variables : combinations(matrix.get(), scope)) {
            String own = label;
            if (name.isPresent()) {
                own = Conversion.text(Evaluator.evaluate(name.get().value(), scope.with(variables)));
                requireName(own, name.get().value().place());
            }
            if (!names.add(own)) {
                throw matrix.get()
                        .place()
                        .error("the matrix makes target '%s' twice; name = \"…\" gives each its own name"
                                .formatted(own));
            }
            blocks.add(new NamedBlock(own, block, variables));
        }
        return blocks;
    }

    private static void requireName(String name, SourcePlace at) throws BakeException {
        if (!NAME.matcher(name).matches()) {
            throw at.error("'%s': expected a name of letters, digits, '_' and '-'".formatted(name));
        }
    }

    /** Every choice of one value for each variable; the last variable changes first. */
    private static List<Map<String, Value>> combinations(Body.Attribute matrix, Scope scope) throws BakeException {
        if (!(Evaluator.evaluate(matrix.value(), scope) instanceof Value.Members members)) {
            throw matrix.value().place().error("matrix: expected a map of lists");
        }
        List<Map<String, Value>> combinations = List.of(Map.of());
        for (Map.Entry<String, Value> variable : members.values().entrySet()) {
            if (!(variable.getValue() instanceof Value.Items values)) {
                throw matrix.value()
                        .place()
                        .error(Conversion.unexpected("a list for '%s'".formatted(variable.getKey()),
                                variable.getValue()));
            }
            if ((long) combinations.size() * values.values().size() > MAX_COMBINATIONS) {
                throw matrix.place().error("expected at most %d targets of a matrix".formatted(MAX_COMBINATIONS));
            }
            List<Map<String, Value>> next = new ArrayList<>();
            for (Map<String, Value> combination : combinations) {
                for (Value value : values.values()) {
                    Map<String, Value> extended = new HashMap<>(combination);
                    extended.put(variable.getKey(), value);
                    next.add(extended);
                }
            }
            combinations = next;
        }
        return combinations;
    }
}
