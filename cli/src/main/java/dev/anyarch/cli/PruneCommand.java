package dev.anyarch.cli;

import dev.anyarch.builder.cache.CachePruning;
import dev.anyarch.builder.cache.LayerShelf;
import dev.anyarch.model.Digest;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.storage.BlobUse;
import dev.anyarch.storage.Storage;
import dev.anyarch.storage.StoredRepository;
import dev.anyarch.store.DeniedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code anyarch prune}: what builds left in the local store and nobody needs. */
final class PruneCommand implements Command {
    private static final Option ALL = Option.flag("-a,--all", "the whole build cache, however lately it was used");
    private static final Option MAX_SPACE = Option.value("--max-used-space", "SIZE",
            "keep the build cache below SIZE, such as 10GB; what was unused for longest goes first");
    private static final Option KEEP_STORAGE = Option.value("--keep-storage", "SIZE", "the same");
    private static final Option FILTER = Option.values("--filter", "until=DURATION",
            "only what was not used for so long, such as 24h or 7d");
    private static final Option FORCE = Option.flag("-f,--force", "accepted; nothing is asked anyway");
    private static final Option DRY_RUN = Option.flag("--dry-run", "tell what would be removed, and remove nothing");
    private static final Duration USUAL = Duration.ofDays(7);
    /** A push in progress has blobs that no manifest needs yet, and asking for one is noted once an hour. */
    private static final Duration ORPHANED = Duration.ofDays(1);

    @Override
    public CommandSpec spec() {
        return new CommandSpec("prune", "", 0, 0, "remove what builds left behind in the local store", """
            Removes steps of the build cache that no build used for 7 days, with their layers, and blobs that no image
            has needed for a day. Images stay, and so does what a build under way has used.""",
                List.of(ALL, MAX_SPACE, KEEP_STORAGE, FILTER, FORCE, DRY_RUN, GlobalOptions.OUTPUT));
    }

    /** The layers of the cache, in the local store. */
    private record Shelf(StoredRepository repository) implements LayerShelf {
        @Override
        public List<Shelved> layers() throws IOException {
            return repository.blobs()
                    .stream()
                    .map(blob -> new Shelved(blob.digest(), blob.size(), blob.usedAt()))
                    .toList();
        }

        @Override
        public boolean remove(Digest digest, Instant since) throws IOException {
            try {
                return repository.deleteBlob(digest, since);
            } catch (DeniedException _) {
                // somebody has pushed an image under the name of the cache; it is theirs
                return false;
            }
        }
    }

    /** Blobs that no image needs. */
    private record Orphans(int count, long size) {}

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException {
        boolean isJson = GlobalOptions.isJson(arguments);
        CachePruning.Request request = request(arguments);
        Path directory = session.environment().storeDirectory();
        if (!Files.isDirectory(directory)) {
            report(session.console(), isJson, request, new CachePruning.Result(0, 0, 0, 0), new Orphans(0, 0));
            return ExitCode.OK;
        }
        Storage storage = session.places().storage();
        Path cache = Files.createDirectories(directory.resolve(BuildCaching.DIRECTORY));
        CachePruning.Result result = new CachePruning(cache, new Shelf(storage.repository(BuildCaching.LAYERS)))
                .prune(request);
        Orphans orphans = removeOrphans(storage, request.isDryRun());
        if (!request.isDryRun()) {
            storage.sweepUploads();
        }
        report(session.console(), isJson, request, result, orphans);
        return ExitCode.OK;
    }

    private static CachePruning.Request request(Arguments arguments) throws UsageException {
        Optional<Long> maxSize = arguments.value(MAX_SPACE).isPresent()
                ? Optional.of(Sizes.parse(MAX_SPACE.name(), arguments.value(MAX_SPACE).get()))
                : arguments.value(KEEP_STORAGE).isPresent()
                        ? Optional.of(Sizes.parse(KEEP_STORAGE.name(), arguments.value(KEEP_STORAGE).get()))
                        : Optional.empty();
        Duration unused = arguments.has(ALL) || maxSize.isPresent() ? Duration.ZERO : USUAL;
        for (String filter : arguments.values(FILTER)) {
            if (!filter.startsWith("until=")) {
                throw new UsageException("option --filter: expected until=DURATION, found '%s'".formatted(filter));
            }
            unused = Durations.parse(FILTER.name(), filter.substring("until=".length()));
        }
        return new CachePruning.Request(unused, maxSize, arguments.has(DRY_RUN));
    }

    private static Orphans removeOrphans(Storage storage, boolean isDryRun) throws IOException {
        int count = 0;
        long size = 0;
        for (BlobUse blob : storage.unneededBlobs(ORPHANED)) {
            if (blob.repository().equals(BuildCaching.LAYERS)) {
                continue;
            }
            if (isDryRun || remove(storage.repository(blob.repository()), blob)) {
                count++;
                size += blob.size();
            }
        }
        return new Orphans(count, size);
    }

    private static boolean remove(StoredRepository repository, BlobUse blob) throws IOException {
        try {
            return repository.deleteBlob(blob.digest(), blob.usedAt().plusMillis(1));
        } catch (DeniedException _) {
            // a manifest that needs it has come meanwhile
            return false;
        }
    }

    private static void report(Console console, boolean isJson, CachePruning.Request request,
            CachePruning.Result result, Orphans orphans) {
        if (isJson) {
            console.print(JsonWriter.indented(new JsonBuilder().put("dryRun", request.isDryRun())
                    .put("steps", result.steps())
                    .put("layers", result.layers())
                    .put("layerBytes", result.size())
                    .put("keptBytes", result.kept())
                    .put("blobs", orphans.count)
                    .put("blobBytes", orphans.size)
                    .build(), "  "));
            return;
        }
        String removed = request.isDryRun() ? "would remove" : "removed";
        console.print("%s %d steps with %d layers of the build cache (%s); %s stay".formatted(removed, result.steps(),
                result.layers(), Sizes.format(result.size()), Sizes.format(result.kept())));
        if (orphans.count > 0) {
            console.print("%s %d blobs that no image needs (%s)".formatted(removed, orphans.count,
                    Sizes.format(orphans.size)));
        }
    }
}
