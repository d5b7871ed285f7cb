package dev.anyarch.cli;

import dev.anyarch.builder.build.Freshness;
import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.CacheExport;
import dev.anyarch.builder.cache.ImportedCache;
import dev.anyarch.builder.cache.UsedSteps;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Nearest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
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

    /** What the command line names as caches to read and to write. */
    static List<CacheOption> exports(Arguments arguments) throws UsageException {
        List<CacheOption> exports = new ArrayList<>();
        for (String text : arguments.values(CacheOption.TO)) {
            exports.add(CacheOption.to(text));
        }
        return exports;
    }

    /** Adds what is named to be read; what cannot be read is told, and the build goes on without it. */
    static void addImports(Arguments arguments, Session session, BuildCache cache) throws IOException {
        List<CacheOption> imports = imports(arguments);
        if (!arguments.has(NO_CACHE)) {
            addImports(imports, session, cache);
        }
    }

    static List<CacheOption> imports(Arguments arguments) throws UsageException {
        List<CacheOption> imports = new ArrayList<>();
        for (String text : arguments.values(CacheOption.FROM)) {
            imports.add(CacheOption.from(text));
        }
        return imports;
    }

    static void addImports(Collection<CacheOption> imports, Session session, BuildCache cache) throws IOException {
        for (CacheOption option : imports) {
            try {
                Optional<ImportedCache> imported = ImportedCache.read(session.places().source(option.place()),
                        option.tag());
                if (imported.isEmpty()) {
                    session.console().message("%s: there is none yet; building without it".formatted(option));
                }
                imported.ifPresent(cache::add);
            } catch (StoreException | InvalidContentException e) {
                session.console().message("warning: %s; building without it".formatted(e.getMessage()));
            }
        }
    }

    static void export(List<CacheOption> exports, Session session, BuildCache cache) throws IOException {
        export(exports, session, cache, cache.used());
    }

    /** @param used the steps that are meant */
    static void export(List<CacheOption> exports, Session session, BuildCache cache, UsedSteps used)
            throws IOException {
        for (CacheOption option : exports) {
            try {
                new CacheExport(session.places().target(option.place()).store(), option.tag()).write(cache, used,
                        option.mode());
                session.console().message("wrote " + option);
            } catch (StoreException | InvalidContentException e) {
                if (!option.ignoresErrors()) {
                    throw e;
                }
                session.console().message("warning: %s".formatted(e.getMessage()));
            }
        }
    }

    static Freshness freshness(Arguments arguments, Dockerfile dockerfile) throws UsageException {
        if (arguments.has(NO_CACHE)) {
            return Freshness.ALL;
        }
        Set<String> stages = new HashSet<>();
        for (String name : arguments.separatedValues(NO_CACHE_FILTER)) {
            if (dockerfile.findStage(name).isEmpty()) {
                List<String> labels = dockerfile.stages().stream().map(Stage::label).toList();
                throw new UsageException("option %s: there is no stage '%s'; there are %s%s".formatted(
                        NO_CACHE_FILTER.name(), name, labels, Nearest.suggestion(name, labels)));
            }
            stages.add(name.toLowerCase(Locale.ROOT));
        }
        return new Freshness(false, stages);
    }
}
