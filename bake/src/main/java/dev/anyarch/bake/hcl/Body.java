package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.SourcePlace;
import java.util.List;
import java.util.Optional;

/** What is between the braces of a block, or in a file. */
public record Body(List<Attribute> attributes, List<Block> blocks) {

    /** {@code name = value}. */
    public record Attribute(String name, Expression value, SourcePlace place) {}

    /** {@code type "label" { … }}. */
    public record Block(String type, List<String> labels, Body body, SourcePlace place) {
        public Block {
            labels = List.copyOf(labels);
        }
    }

    public Body {
        attributes = List.copyOf(attributes);
        blocks = List.copyOf(blocks);
    }

    public Optional<Attribute> attribute(String name) {
        return attributes.stream().filter(attribute -> attribute.name().equals(name)).findFirst();
    }
}
