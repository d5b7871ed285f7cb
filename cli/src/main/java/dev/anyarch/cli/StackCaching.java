package dev.anyarch.cli;

import dev.anyarch.bake.definition.Entry;
import dev.anyarch.bake.definition.Stack;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.definition.TargetDefinition;
import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.UsedSteps;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The caches that targets name. What one is read for helps all of them; what is written for one are the steps of its build
 * and of those that it is built on. For several threads.
 */
final class StackCaching {
    /** BuildKit's, which are refused in the options of a build. A bake file may be shared with those who have them. */
    private static final Set<String> FOREIGN = Set.of("inline", "gha", "s3", "azblob");

    private final Session session;
    private final BuildCache cache;
    private final Map<String, StackTarget> targets;
    private final Map<String, UsedSteps> used = new ConcurrentHashMap<>();

    StackCaching(Session session, BuildCache cache, Map<String, StackTarget> targets) {
        this.session = session;
        this.cache = cache;
        this.targets = targets;
    }

    static boolean isAvailable(Entry entry) {
        return entry.field("type").filter(FOREIGN::contains).isEmpty();
    }

    /** Says of what is not available that it is left out; makes builds slower and nothing else. */
    static void warn(TargetDefinition target, Console console) {
        for (TargetAttribute attribute : List.of(TargetAttribute.CACHE_FROM, TargetAttribute.CACHE_TO)) {
            for (Entry entry : target.entries(attribute)) {
                if (!isAvailable(entry)) {
                    console.message(
                            "warning: %s: target '%s': %s type=%s is not available and left out; use type=registry,ref=NAME:cache"
                                    .formatted(target.place(), target.name(), attribute.text(),
                                            entry.field("type").orElse("")));
                }
            }
        }
    }

    void read() throws IOException {
        Set<CacheOption> imports = new LinkedHashSet<>();
        for (StackTarget target : targets.values()) {
            if (!target.definition().isOn(TargetAttribute.NO_CACHE)) {
                imports.addAll(BuildCaching.imports(target.arguments()));
            }
        }
        BuildCaching.addImports(imports, session, cache);
    }

    /** Where the build of a target notes its steps. */
    UsedSteps used(String target) {
        return used.computeIfAbsent(target, _ -> new UsedSteps());
    }

    void write(boolean isDryRun) throws IOException {
        for (StackTarget target : new TreeMap<>(targets).values()) {
            List<CacheOption> exports = BuildCaching.exports(target.arguments());
            if (isDryRun) {
                exports.forEach(export -> session.console().message("would write " + export));
            } else if (!exports.isEmpty()) {
                UsedSteps steps = new UsedSteps();
                addWithBases(target.name(), steps, new LinkedHashSet<>());
                BuildCaching.export(exports, session, cache, steps);
            }
        }
    }

    private void addWithBases(String name, UsedSteps steps, Set<String> seen) {
        StackTarget target = targets.get(name);
        if (target != null && seen.add(name)) {
            steps.addAll(used(name));
            Stack.links(target.definition()).forEach(below -> addWithBases(below, steps, seen));
        }
    }
}
