package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which users or groups of a user namespace are which outside of it, as the kernel writes it. */
record IdMap(List<Range> ranges) {
    private static final long ALL = 4294967295L;

    /** {@code count} ids from {@code inside} on are those from {@code outside} on. */
    record Range(long inside, long outside, long count) {
        @Override
        public String toString() {
            return inside + " " + outside + " " + count;
        }
    }

    IdMap {
        ranges = List.copyOf(ranges);
    }

    static IdMap read(Path file) throws IOException {
        List<Range> ranges = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length == 3) {
                ranges.add(new Range(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2])));
            }
        }
        return new IdMap(ranges);
    }

    /** Root is {@code own}, and there is nobody else. */
    static IdMap single(long own) {
        return new IdMap(List.of(new Range(0, own, 1)));
    }

    /** Root is {@code own}; everybody else is one of those that were granted. */
    static IdMap subordinate(long own, List<SubordinateIds.Grant> grants) {
        List<Range> ranges = new ArrayList<>(List.of(new Range(0, own, 1)));
        long next = 1;
        for (SubordinateIds.Grant grant : grants) {
            ranges.add(new Range(next, grant.first(), grant.count()));
            next += grant.count();
        }
        return new IdMap(ranges);
    }

    /**
     * Everybody who exists here is the same in a namespace below. The last id of all is left out, because OCI runtimes take a
     * namespace that has them all for the machine's first one.
     */
    IdMap same() {
        return new IdMap(ranges.stream()
                .map(range -> new Range(range.inside, range.inside, Math.min(range.count, ALL - 1)))
                .toList());
    }

    boolean isWhole() {
        return ranges.size() == 1 && ranges.getFirst().count == ALL;
    }

    boolean has(long id) {
        return ranges.stream().anyMatch(range -> id >= range.inside && id < range.inside + range.count);
    }

    long count() {
        return ranges.stream().mapToLong(Range::count).sum();
    }

    /** As it is written to the kernel. */
    String text() {
        return ranges.stream().map(range -> range + "\n").collect(Collectors.joining());
    }

    /** As {@code newuidmap} and {@code newgidmap} take it. */
    List<String> words() {
        return ranges.stream().flatMap(range -> List.of(range.toString().split(" ", -1)).stream()).toList();
    }
}
