package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.model.Digest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * The RUNs of a build that are there once, in one stage that is built once for all platforms. Nobody else waits for what they
 * make, so their keys need not be known when they begin. Immutable.
 */
final class LoneRuns {
    /** Of a build that shares its steps with others. */
    static final LoneRuns NONE = new LoneRuns(Set.of());

    private final Set<List<String>> lines;

    private LoneRuns(Set<List<String>> lines) {
        this.lines = Set.copyOf(lines);
    }

    /** @param signatures of the stages that each platform needs, see {@link NeededStages#signatures} */
    static LoneRuns of(Dockerfile dockerfile, Collection<SortedMap<Integer, Digest>> signatures) {
        Set<Digest> stages = new HashSet<>();
        Set<List<String>> seen = new HashSet<>();
        Set<List<String>> several = new HashSet<>();
        for (SortedMap<Integer, Digest> ofPlatform : signatures) {
            ofPlatform.forEach((index, signature) -> {
                if (stages.add(signature)) {
                    for (Instruction instruction : dockerfile.stages().get(index).instructions()) {
                        if (instruction instanceof Instruction.Run run && !seen.add(run.location().lines())) {
                            several.add(run.location().lines());
                        }
                    }
                }
            });
        }
        seen.removeAll(several);
        return new LoneRuns(seen);
    }

    boolean contains(Instruction.Run run) {
        return lines.contains(run.location().lines());
    }
}
