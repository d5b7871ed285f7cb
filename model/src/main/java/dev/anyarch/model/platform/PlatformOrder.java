package dev.anyarch.model.platform;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Which of a vector of platforms a candidate is: containerd's {@code Ordered}. */
final class PlatformOrder {
    private final List<PlatformMatcher> matchers;
    private final PlatformMatcher first;

    /** @param vector best first; may be empty, then nothing matches */
    PlatformOrder(Platform wanted, List<Platform> vector) {
        first = new PlatformMatcher(wanted);
        matchers = vector.stream().map(PlatformMatcher::new).toList();
    }

    /** containerd's {@code Only}: the platform and what its machine also runs. */
    static PlatformOrder only(Platform wanted) {
        return new PlatformOrder(wanted, PlatformVector.of(PlatformMatcher.normalize(wanted)));
    }

    /** containerd's {@code OnlyStrict}. */
    static PlatformOrder onlyStrict(Platform wanted) {
        return new PlatformOrder(wanted, List.of(PlatformMatcher.normalize(wanted)));
    }

    /** The place in the vector, 0 being best; empty when {@code candidate} is not in it. */
    OptionalInt rank(Platform candidate) {
        return IntStream.range(0, matchers.size()).filter(i -> matchers.get(i).matches(candidate)).findFirst();
    }

    /** Why {@code candidate} is usable or not, for people. */
    String reason(Platform candidate) {
        OptionalInt rank = rank(candidate);
        if (rank.isEmpty()) {
            Optional<String> difference = first.findDifference(candidate);
            return difference.orElse("variant is not known to this engine");
        }
        return rank.getAsInt() == 0 ? "matches" : "runs there, choice %d".formatted(rank.getAsInt() + 1);
    }
}
