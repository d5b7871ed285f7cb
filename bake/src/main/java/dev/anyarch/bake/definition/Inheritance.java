package dev.anyarch.bake.definition;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves {@code inherits} and applies what the command line changes. For one thread. */
final class Inheritance {
    private final Stack stack;
    private final Map<String, Map<String, Overrides.Change>> changes;
    private final Map<String, TargetDefinition> resolved = new HashMap<>();
    private final List<String> path = new ArrayList<>();

    Inheritance(Stack stack, Map<String, Map<String, Overrides.Change>> changes) {
        this.stack = stack;
        this.changes = changes;
    }

    TargetDefinition resolve(String name) throws InvalidContentException {
        TargetDefinition target = inherited(name).without(TargetAttribute.INHERITS);
        String directory = target.text(TargetAttribute.CONTEXT).orElse(".");
        TargetDefinition complete = target.with(TargetAttribute.CONTEXT,
                new Setting.Text(ContextPath.clean(directory)));
        return target.text(TargetAttribute.DOCKERFILE).filter(file -> !file.isEmpty()).isPresent()
                ? complete
                : complete.with(TargetAttribute.DOCKERFILE, new Setting.Text("Dockerfile"));
    }

    private TargetDefinition inherited(String name) throws InvalidContentException {
        TargetDefinition known = resolved.get(name);
        if (known != null) {
            return known;
        }
        TargetDefinition own = Optional.ofNullable(stack.targets().get(name))
                .orElseThrow(() -> new InvalidContentException("there is no target '%s'%s".formatted(name,
                        Nearest.suggestion(name, stack.targets().keySet()))));
        if (path.contains(name)) {
            throw own.place()
                    .error("target '%s' inherits from itself: %s → %s".formatted(name, String.join(" → ", path), name));
        }
        path.add(name);
        TargetDefinition merged = new TargetDefinition(name, Map.of(), own.place());
        for (String parent : own.texts(TargetAttribute.INHERITS)) {
            if (!stack.targets().containsKey(parent)) {
                throw own.place()
                        .error("target '%s' inherits from '%s', which is no target%s".formatted(name, parent,
                                Nearest.suggestion(parent, stack.targets().keySet())));
            }
            merged = merged.and(inherited(parent).without(TargetAttribute.INHERITS));
        }
        merged = merged.and(own);
        path.removeLast();
        TargetDefinition changed = Overrides.apply(merged, changes.getOrDefault(name, Map.of())).normalized();
        if (changed.text(TargetAttribute.NETWORK).filter("host"::equals).isPresent()) {
            changed = changed.and(TargetAttribute.ENTITLEMENTS, new Setting.Texts(List.of("network.host")))
                    .normalized();
        }
        resolved.put(name, changed);
        return changed;
    }
}
