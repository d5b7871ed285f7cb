package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The limits of this process, which are as high as it can go for others, unless it may raise them. */
record CurrentLimits(Map<ResourceLimit.Kind, Long> hard, boolean mayRaise) {
    private static final int HARD_LIMIT = 2;

    CurrentLimits {
        hard = Map.copyOf(hard);
    }

    static CurrentLimits read(Path proc, boolean mayRaise) throws IOException {
        Map<ResourceLimit.Kind, Long> hard = new EnumMap<>(ResourceLimit.Kind.class);
        List<String> lines = Files.readAllLines(proc.resolve("self/limits"));
        for (ResourceLimit.Kind kind : ResourceLimit.Kind.values()) {
            lines.stream()
                    .filter(line -> line.startsWith(kind.title() + " "))
                    .map(line -> line.substring(kind.title().length()).strip().split("\\s+", -1))
                    .filter(fields -> fields.length >= HARD_LIMIT)
                    .findFirst()
                    .ifPresent(fields -> hard.put(kind, fields[1].equals("unlimited")
                            ? ResourceLimit.UNLIMITED
                            : Long.parseLong(fields[1])));
        }
        return new CurrentLimits(hard, mayRaise);
    }

    /** @throws CannotExecuteException when one is above what this process has itself */
    void require(List<ResourceLimit> wanted) throws CannotExecuteException {
        for (ResourceLimit limit : mayRaise ? List.<ResourceLimit>of() : wanted) {
            long own = hard.getOrDefault(limit.kind(), ResourceLimit.UNLIMITED);
            if (own != ResourceLimit.UNLIMITED && (limit.hard() == ResourceLimit.UNLIMITED || limit.hard() > own)) {
                throw new CannotExecuteException(
                        "limit %s: expected at most %d, the hard limit of this process, which may not raise it; ask for less, or raise it before (ulimit -H)"
                                .formatted(limit, own));
            }
        }
    }
}
