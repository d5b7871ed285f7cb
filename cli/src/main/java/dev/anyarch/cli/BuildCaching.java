package dev.anyarch.cli;

import dev.anyarch.builder.build.Freshness;
import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.reference.RepositoryName;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The build cache: where it is in the local store, and the options about it. */
final class BuildCaching {
    static final Option NO_CACHE = Option.flag("--no-cache", "do every step, whatever earlier builds have made");
    static final Option NO_CACHE_FILTER = Option.values("--no-cache-filter", "STAGE,…",
            "as --no-cache, for these stages");
    /** Where the layers of steps are; no reference is spelled like that, for it has no registry in front. */
    static final RepositoryName LAYERS = new RepositoryName("anyarch-build-cache");
    static final String DIRECTORY = "build-cache";

    private BuildCaching() {}

    /** @param first where the image goes, if it goes anywhere */
    static BuildCache open(Session session, Optional<Place> first) throws IOException {
        return BuildCache.open(session.environment().storeDirectory().resolve(DIRECTORY),
                session.places().storage().repository(LAYERS),
                first.filter(place -> place instanceof Place.InStore).map(_ -> LAYERS));
    }

    static Freshness freshness(Arguments arguments, Dockerfile dockerfile) throws UsageException {
        if (arguments.has(NO_CACHE)) {
            return Freshness.ALL;
        }
        Set<String> stages = new HashSet<>();
        for (String name : arguments.separatedValues(NO_CACHE_FILTER)) {
            if (dockerfile.findStage(name).isEmpty()) {
                List<String> labels = dockerfile.stages().stream().map(Stage::label).toList();
                throw new UsageException("option %s: there is no stage '%s', there are %s%s".formatted(
                        NO_CACHE_FILTER.name(), name, String.join(", ", labels), Similar.suggestion(name, labels)));
            }
            stages.add(name.toLowerCase(Locale.ROOT));
        }
        return new Freshness(false, stages);
    }
}
