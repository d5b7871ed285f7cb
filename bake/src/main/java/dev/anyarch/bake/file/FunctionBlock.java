package dev.anyarch.bake.file;

import dev.anyarch.bake.hcl.Body;
import dev.anyarch.bake.hcl.Evaluator;
import dev.anyarch.bake.hcl.Expression;
import dev.anyarch.bake.hcl.Function;
import dev.anyarch.bake.hcl.Scope;
import dev.anyarch.bake.hcl.Value;
import dev.anyarch.bake.source.BakeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code function "NAME" { params = […], result = … }}. */
record FunctionBlock(Body.Block block) {

    /** @param underWay what is being evaluated */
    Function function(Scope scope, Set<String> underWay) throws BakeException {
        String name = block.labels().getFirst();
        List<String> parameters = parameters();
        Optional<String> rest = block.body().attribute("variadic_params").isEmpty()
                ? Optional.empty()
                : Optional.of(parameter(block.body().attribute("variadic_params").get().value()));
        Expression result = attribute("result").value();
        int most = rest.isPresent() ? -1 : parameters.size();
        return Function.of(parameters.size(), most, arguments -> {
            Map<String, Value> variables = new HashMap<>();
            for (int i = 0; i < parameters.size(); i++) {
                variables.put(parameters.get(i), arguments.get(i));
            }
            rest.ifPresent(last -> variables.put(last,
                    new Value.Items(arguments.subList(parameters.size(), arguments.size()))));
            if (!underWay.add("function " + name)) {
                throw block.place().error("function '%s' calls itself".formatted(name));
            }
            try {
                return Evaluator.evaluate(result, scope.with(variables));
            } finally {
                underWay.remove("function " + name);
            }
        });
    }

    private List<String> parameters() throws BakeException {
        Expression list = attribute("params").value();
        if (!(list instanceof Expression.Tuple tuple)) {
            throw list.place().error("params: expected a list of names");
        }
        List<String> names = new ArrayList<>();
        for (Expression item : tuple.items()) {
            names.add(parameter(item));
        }
        return names;
    }

    private static String parameter(Expression expression) throws BakeException {
        return expression.keyword().orElseThrow(() -> expression.place().error("expected the name of a parameter"));
    }

    private Body.Attribute attribute(String name) throws BakeException {
        return block.body()
                .attribute(name)
                .orElseThrow(() -> block.place()
                        .error("function '%s': expected %s, found none".formatted(block.labels().getFirst(), name)));
    }
}
