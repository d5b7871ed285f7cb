package dev.anyarch.bake.definition;

import dev.anyarch.bake.source.SourceText;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that the files of one call define.
 *
 * @param groups by name
 * @param targets by name, in the order of the files
 * @param variables by name
 */
public record Stack(Map<String, GroupDefinition> groups, Map<String, TargetDefinition> targets,
        SortedMap<String, VariableDefinition> variables) {
    private static final String LINK = "target:";
    private static final String DEFAULT = "default";

    /** The targets that {@code wanted} names, as groups, targets or patterns, and those that they are built on. */
    public Selection resolve(List<String> wanted, Overrides overrides) throws InvalidContentException {
        Map<String, Map<String, Overrides.Change>> changes = overrides.forTargets(targets.keySet());
        Set<String> names = new LinkedHashSet<>();
        for (String name : wanted) {
            names.addAll(matching(name.replace('.', '_')));
        }
        Inheritance inheritance = new Inheritance(this, changes);
        SortedMap<String, TargetDefinition> resolved = new TreeMap<>();
        SortedMap<String, GroupDefinition> named = new TreeMap<>();
        for (String name : names) {
            for (String target : expand(name, named)) {
                resolved.put(target, inheritance.resolve(target));
            }
        }
        addDefault(names, named);
        SortedMap<String, TargetDefinition> linked = new TreeMap<>();
        for (TargetDefinition target : resolved.values()) {
            link(target, resolved, linked, inheritance, List.of());
        }
        resolved.putAll(linked);
        return new Selection(named, resolved, linked.keySet());
    }

    private List<String> matching(String name) throws InvalidContentException {
        if (!NamePattern.isPattern(name)) {
            return List.of(name);
        }
        NamePattern pattern = NamePattern.compile(name);
        List<String> found = new ArrayList<>();
        groups.keySet().stream().filter(pattern::matches).forEach(found::add);
        targets.keySet().stream().filter(pattern::matches).forEach(found::add);
        if (found.isEmpty()) {
            throw new InvalidContentException("no target or group matches '%s'; there are %s".formatted(name,
                    allNames()));
        }
        return found;
    }

    private Set<String> allNames() {
        Set<String> all = new TreeSet<>(groups.keySet());
        all.addAll(targets.keySet());
        return all;
    }

    /** The targets of a group or the target itself; the groups that are met are noted. */
    private Set<String> expand(String name, Map<String, GroupDefinition> met) throws InvalidContentException {
        GroupDefinition group = groups.get(name);
        if (group == null) {
            if (!targets.containsKey(name)) {
                throw new InvalidContentException("there is no target or group '%s'%s".formatted(name,
                        name.equals(DEFAULT)
                                ? " and none is named; there are " + allNames()
                                : Nearest.suggestion(name, allNames())));
            }
            return Set.of(name);
        }
        if (met.containsKey(name)) {
            return Set.of();
        }
        met.put(name, group);
        Set<String> all = new LinkedHashSet<>();
        for (String member : group.targets()) {
            try {
                all.addAll(expand(member, met));
            } catch (dev.anyarch.bake.source.BakeException e) {
                throw e;
            } catch (InvalidContentException e) {
                throw group.place()
                        .error(new IllegalArgumentException(
                                "group '%s': %s".formatted(name, e.getMessage()),
                                e));
            }
        }
        return all;
    }

    /** The group {@code default} of what is printed has what was named on the command line. */
    private static void addDefault(Set<String> names, SortedMap<String, GroupDefinition> named) {
        Set<String> members = new TreeSet<>();
        GroupDefinition known = named.get(DEFAULT);
        if (known != null) {
            members.addAll(known.targets());
        }
        for (String name : names) {
            // as the reference has it, a target 'default' is not listed after others
            if (!name.equals(DEFAULT) || known == null && members.isEmpty()) {
                members.add(name);
            }
        }
        named.put(DEFAULT, new GroupDefinition(DEFAULT, known == null ? "" : known.description(),
                List.copyOf(members), known == null ? new SourceText("", "").at(0) : known.place()));
    }

    /** The names of the targets that {@code target} is built on. */
    public static Set<String> links(TargetDefinition target) {
        Set<String> links = new TreeSet<>();
        for (String where : target.pairs(TargetAttribute.CONTEXTS).values()) {
            if (where.startsWith(LINK)) {
                links.add(where.substring(LINK.length()));
            }
        }
        return links;
    }

    private void link(TargetDefinition target, Map<String, TargetDefinition> resolved,
            Map<String, TargetDefinition> linked, Inheritance inheritance, List<String> above)
            throws InvalidContentException {
        List<String> path = new ArrayList<>(above);
        path.add(target.name());
        for (String name : links(target)) {
            if (path.contains(name)) {
                throw target.place()
                        .error("target '%s' is built on itself: %s → %s".formatted(name, String.join(" → ", path),
                                name));
            }
            TargetDefinition below = Optional.ofNullable(resolved.get(name)).orElse(linked.get(name));
            if (below == null) {
                if (!targets.containsKey(name)) {
                    throw target.place()
                            .error("target '%s' is built on target '%s', which there is not%s".formatted(
                                    target.name(), name, Nearest.suggestion(name, targets.keySet())));
                }
                below = inheritance.resolve(name)
                        .with(TargetAttribute.OUTPUT,
                                new Setting.Entries(List.of(Entry.of(Map.of("type", "cacheonly")))));
                linked.put(name, below);
            }
            link(below, resolved, linked, inheritance, path);
            requirePlatforms(target, below);
            entitle(target, below, resolved, linked);
        }
    }

    private static void requirePlatforms(TargetDefinition target, TargetDefinition below)
            throws InvalidContentException {
        List<String> wanted = target.texts(TargetAttribute.PLATFORMS);
        List<String> there = below.texts(TargetAttribute.PLATFORMS);
        if (wanted.size() > 1 && there.size() > 1 && !there.containsAll(wanted)) {
            throw target.place()
                    .error("target '%s' is for the platforms %s, but target '%s', which it is built on, only for %s"
                            .formatted(target.name(), wanted, below.name(), there));
        }
    }

    /** What a target may do, those that are built on it may. */
    private static void entitle(TargetDefinition target, TargetDefinition below,
            Map<String, TargetDefinition> resolved, Map<String, TargetDefinition> linked) {
        Setting allowed = new Setting.Texts(below.texts(TargetAttribute.ENTITLEMENTS));
        for (Map<String, TargetDefinition> map : List.of(resolved, linked)) {
            map.computeIfPresent(target.name(),
                    (_, known) -> known.and(TargetAttribute.ENTITLEMENTS, allowed).normalized());
        }
    }

    /** What is defined in {@code later} on top of this. */
    public Stack and(Stack later) {
        Map<String, GroupDefinition> allGroups = new LinkedHashMap<>(groups);
        allGroups.putAll(later.groups);
        Map<String, TargetDefinition> allTargets = new LinkedHashMap<>(targets);
        later.targets.forEach((name, target) -> allTargets.merge(name, target, TargetDefinition::and));
        SortedMap<String, VariableDefinition> allVariables = new TreeMap<>(variables);
        allVariables.putAll(later.variables);
        return new Stack(allGroups, allTargets, allVariables);
    }
}
