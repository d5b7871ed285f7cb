package dev.anyarch.bake.file;

import dev.anyarch.bake.hcl.Body;
import dev.anyarch.bake.hcl.Value;
import java.util.Map;

/**
 * A group or target, or one of those that a matrix makes of a target.
 *
 * @param variables those of the matrix
 */
record NamedBlock(String name, Body.Block block, Map<String, Value> variables) {
    NamedBlock {
        variables = Map.copyOf(variables);
    }
}
