package dev.anyarch.bake.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code --push} and {@code --load} make of the outputs of a target. */
final class OutputChanges {
    private OutputChanges() {}

    /** Images go to their registries, or stay away from them; files stay files. */
    static TargetDefinition push(TargetDefinition target, boolean isPushed) {
        List<Entry> changed = new ArrayList<>();
        boolean isElsewhere = false;
        for (Entry output : target.entries(TargetAttribute.OUTPUT)) {
            String type = type(output);
            isElsewhere |= !type.equals("docker");
            if (type.equals("image")) {
                changed.add(output.with("push", Boolean.toString(isPushed)));
            } else if (isPushed || !type.equals("registry")) {
                changed.add(output);
            }
        }
        if (isPushed && !isElsewhere) {
            changed.add(Entry.of(Map.of("type", "image", "push", "true")));
        }
        return target.with(TargetAttribute.OUTPUT, new Setting.Entries(changed));
    }

    /** Into a daemon as well, unless the output is files. */
    static TargetDefinition load(TargetDefinition target, boolean isLoaded) {
        List<Entry> outputs = target.entries(TargetAttribute.OUTPUT);
        boolean isThere = outputs.stream()
                .anyMatch(output -> !List.of("image", "registry", "oci").contains(type(output))
                        && !(type(output).equals("docker") && output.field("dest").isPresent()));
        if (!isLoaded || isThere) {
            return target;
        }
        List<Entry> changed = new ArrayList<>(outputs);
        changed.add(Entry.of(Map.of("type", "docker")));
        return target.with(TargetAttribute.OUTPUT, new Setting.Entries(changed));
    }

    private static String type(Entry output) {
        return output.field("type").orElse("");
    }
}
