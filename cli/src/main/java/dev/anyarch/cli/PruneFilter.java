package dev.anyarch.cli;

import dev.anyarch.builder.cache.CacheUse;
import dev.anyarch.model.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Values of {@code --filter}, as those of {@code docker buildx prune}.
 *
 * @param unused how long it must not have been used, if that is said
 */
record PruneFilter(Optional<Duration> unused, Predicate<CacheUse> isMeant) {
    static final Option FILTER = Option.values("--filter", "KEY=VALUE",
            "only what was not used for so long: until=24h; only one kind: type=regular, exec.cachemount, source.local or internal; only id=ID");

    private static final List<String> KEYS = List.of("until", "unused-for", "type", "id");
    /** BuildKit's; of the last two there is never anything here. */
    private static final List<String> TYPES = List.of(CacheUse.REGULAR, CacheUse.CACHE_MOUNT, CacheUse.SOURCE,
            CacheUse.INTERNAL, "frontend", "source.git.checkout");

    static PruneFilter of(Arguments arguments) throws UsageException {
        Optional<Duration> unused = Optional.empty();
        List<String> types = new ArrayList<>();
        Predicate<CacheUse> isMeant = _ -> true;
        for (String filter : arguments.values(FILTER)) {
            int equals = filter.indexOf('=');
            String key = equals < 0 ? filter : filter.substring(0, equals);
            String value = filter.substring(equals + 1);
            switch (key) {
                case "until", "unused-for" -> unused = Optional.of(Durations.parse(FILTER.name(), value));
                case "type" -> types.add(type(value));
                case "type!" -> {
                    String other = type(value);
                    isMeant = isMeant.and(use -> !use.type().equals(other));
                }
                case "id" -> isMeant = isMeant.and(use -> use.id().startsWith(value));
                default -> throw new UsageException("option --filter: expected %s=VALUE, found '%s'%s".formatted(
                        String.join("=VALUE, ", KEYS), filter, Nearest.suggestion(key, KEYS)));
            }
        }
        return new PruneFilter(unused, types.isEmpty() ? isMeant : isMeant.and(use -> types.contains(use.type())));
    }

    private static String type(String value) throws UsageException {
        if (!TYPES.contains(value)) {
            throw new UsageException("option --filter: type: expected %s, found '%s'%s".formatted(
                    String.join(", ", TYPES), value, Nearest.suggestion(value, TYPES)));
        }
        return value;
    }
}
