package dev.anyarch.bake.definition;

import dev.anyarch.bake.source.SourcePlace;
import java.util.LinkedHashSet;
import java.util.List;

/** A name for several targets or groups. */
public record GroupDefinition(String name, String description, List<String> targets, SourcePlace place) {
    public GroupDefinition {
        targets = List.copyOf(new LinkedHashSet<>(targets));
    }
}
