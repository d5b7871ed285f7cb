package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourcePlace;
import java.util.Map;
import java.util.Optional;

/** What names mean where an expression stands. */
public interface Scope {
    Scope EMPTY = new Scope() {
        @Override
        public Optional<Value> variable(String name, SourcePlace at) {
            return Optional.empty();
        }

        @Override
        public Optional<Function> function(String name, SourcePlace at) {
            return StandardLibrary.find(name);
        }
    };

    Optional<Value> variable(String name, SourcePlace at) throws BakeException;

    Optional<Function> function(String name, SourcePlace at) throws BakeException;

    /** {@code type.block.name} where {@code type} is a kind of block rather than a variable. */
    default Optional<Value> blockAttribute(String type, String block, String name, SourcePlace at)
            throws BakeException {
        return Optional.empty();
    }

    /** This scope with more variables in front. */
    default Scope with(Map<String, Value> variables) {
        Scope outer = this;
        return new Scope() {
            @Override
            public Optional<Value> variable(String name, SourcePlace at) throws BakeException {
                Value local = variables.get(name);
                return local == null ? outer.variable(name, at) : Optional.of(local);
            }

            @Override
            public Optional<Function> function(String name, SourcePlace at) throws BakeException {
                return outer.function(name, at);
            }

            @Override
            public Optional<Value> blockAttribute(String type, String block, String name, SourcePlace at)
                    throws BakeException {
                return variables.containsKey(type) ? Optional.empty() : outer.blockAttribute(type, block, name, at);
            }
        };
    }
}
