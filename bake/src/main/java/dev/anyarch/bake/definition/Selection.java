package dev.anyarch.bake.definition;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one call is about, everything resolved.
 *
 * @param groups that were named, directly or not
 * @param targets by name, those that others are built on included
 * @param linked the names of the targets that are there only because others are built on them
 */
public record Selection(SortedMap<String, GroupDefinition> groups, SortedMap<String, TargetDefinition> targets,
        Set<String> linked) {
    public Selection {
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
        linked = Set.copyOf(linked);
    }
}
