package dev.anyarch.cli;

import dev.anyarch.builder.cache.CachePruning;
import dev.anyarch.builder.cache.CacheUse;
import dev.anyarch.builder.cache.SpaceLimit;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code anyarch prune}: what builds left in the local store and nobody needs. */
final class PruneCommand implements Command {
    private static final Option ALL = Option.flag("-a,--all", "the whole build cache, however lately it was used");
    private static final Option MAX_SPACE = Option.value("--max-used-space", "SIZE",
            "keep the build cache below SIZE, such as 10GB; what was unused for longest goes first");
    private static final Option RESERVED = Option.value("--keep-storage,--reserved-space", "SIZE",
            "leave so much of it, whatever else is asked");
    private static final Option MIN_FREE = Option.value("--min-free-space", "SIZE",
            "remove until so much of the disk is free");
    private static final Option FORCE = Option.flag("-f,--force", "accepted; nothing is asked anyway");
    private static final Option DRY_RUN = Option.flag("--dry-run", "tell what would be removed, and remove nothing");
    private static final Duration USUAL = Duration.ofDays(7);
    /** A push in progress has blobs that no manifest needs yet, and asking for one is noted once an hour. */
    static final Duration ORPHANED = Duration.ofDays(1);

    @Override
    public CommandSpec spec() {
        return new CommandSpec("prune", "", 0, 0, "remove what builds left behind in the local store",
                """
                    Removes what was not used for 7 days: steps of the build cache with their layers, layers that were unpacked to
                    execute programs, caches of RUN --mount=type=cache. And blobs that no image has needed for a day. Images
                    stay, and so does what a build or program under way has used. 'anyarch du' lists what there is.""",
                List.of(ALL, MAX_SPACE, RESERVED, MIN_FREE, PruneFilter.FILTER, FORCE, DRY_RUN,
                        GlobalOptions.OUTPUT));
    }

    /** Blobs that no image needs. */
    private record Orphans(int count, long size) {}

    /** What has gone of one kind, and what is left. */
    private record Part(int count, long size, long kept) {

        static Part of(List<KeptFiles.Item> items, List<CacheUse> removed) {
            long size = items.stream()
                    .filter(item -> removed.contains(item.use()))
                    .mapToLong(item -> item.use().size())
                    .sum();
            long all = items.stream().mapToLong(item -> item.use().size()).sum();
            return new Part((int) items.stream().filter(item -> removed.contains(item.use())).count(), size,
                    all - size);
        }
    }

    /** Everything that has gone. */
    private record Report(CachePruning.Result steps, Part unpacked, Part mounts, Orphans orphans) {}

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        boolean isJson = GlobalOptions.isJson(arguments);
        PruneFilter filter = PruneFilter.of(arguments);
        SpaceLimit limit = limit(arguments, 0);
        boolean isDryRun = arguments.has(DRY_RUN);
        Path directory = session.environment().storeDirectory();
        if (!Files.isDirectory(directory)) {
            report(session.console(), isJson, isDryRun, new Report(new CachePruning.Result(0, 0, 0, 0, List.of()),
                    new Part(0, 0, 0), new Part(0, 0, 0), new Orphans(0, 0)));
            return ExitCode.OK;
        }
        if (limit.minFree().isPresent()) {
            limit = limit(arguments, Files.getFileStore(directory).getUsableSpace());
        }
        Duration unused = filter.unused()
                .orElse(arguments.has(ALL) || limit.isGiven() ? Duration.ZERO : USUAL);
        try (KeptFiles files = KeptFiles.open(session.environment())) {
            CachePruning.Result result = LayerShelves.pruning(session, files.items())
                    .prune(new CachePruning.Request(unused, limit, filter.isMeant(), isDryRun));
            Storage storage = session.places().storage();
            Orphans orphans = removeOrphans(storage, filter, isDryRun);
            if (!isDryRun) {
                storage.sweepUploads();
            }
            Map<Boolean, List<KeptFiles.Item>> byKind = files.items()
                    .stream()
                    .collect(Collectors.partitioningBy(KeptFiles.Item::isCacheMount));
            report(session.console(), isJson, isDryRun, new Report(result,
                    Part.of(byKind.getOrDefault(false, List.of()), result.others()),
                    Part.of(byKind.getOrDefault(true, List.of()), result.others()), orphans));
        }
        return ExitCode.OK;
    }

    private static SpaceLimit limit(Arguments arguments, long free) throws UsageException {
        return new SpaceLimit(size(arguments, MAX_SPACE), size(arguments, MIN_FREE), size(arguments, RESERVED), free);
    }

    private static Optional<Long> size(Arguments arguments, Option option) throws UsageException {
        Optional<String> text = arguments.value(option);
        return text.isPresent() ? Optional.of(Sizes.parse(option.name(), text.get())) : Optional.empty();
    }

    private static Orphans removeOrphans(Storage storage, PruneFilter filter, boolean isDryRun) throws IOException {
        int count = 0;
        long size = 0;
        for (BlobUse blob : storage.unneededBlobs(ORPHANED)) {
            if (blob.repository().equals(BuildCaching.LAYERS) || !filter.isMeant().test(use(blob))) {
                continue;
            }
            if (isDryRun || remove(storage.repository(blob.repository()), blob)) {
                count++;
                size += blob.size();
            }
        }
        return new Orphans(count, size);
    }

    static CacheUse use(BlobUse blob) {
        return new CacheUse(blob.digest().encoded(), CacheUse.INTERNAL, "blob that no image needs", blob.size(),
                blob.usedAt(), false);
    }

    private static boolean remove(StoredRepository repository, BlobUse blob) throws IOException {
        try {
            return repository.deleteBlob(blob.digest(), blob.usedAt().plusMillis(1));
        } catch (DeniedException _) {
            // a manifest that needs it has come meanwhile
            return false;
        }
    }

    private static void report(Console console, boolean isJson, boolean isDryRun, Report report) {
        CachePruning.Result steps = report.steps;
        if (isJson) {
            console.print(JsonWriter.indented(new JsonBuilder().put("dryRun", isDryRun)
                    .put("steps", steps.steps())
                    .put("layers", steps.layers())
                    .put("layerBytes", steps.size())
                    .put("keptBytes", steps.kept())
                    .put("unpackedLayers", report.unpacked.count)
                    .put("unpackedBytes", report.unpacked.size)
                    .put("unpackedKeptBytes", report.unpacked.kept)
                    .put("cacheMounts", report.mounts.count)
                    .put("cacheMountBytes", report.mounts.size)
                    .put("cacheMountKeptBytes", report.mounts.kept)
                    .put("blobs", report.orphans.count)
                    .put("blobBytes", report.orphans.size)
                    .build(), "  "));
            return;
        }
        String removed = isDryRun ? "would remove" : "removed";
        console.print("%s %d steps with %d layers of the build cache (%s); %s stay".formatted(removed, steps.steps(),
                steps.layers(), Sizes.format(steps.size()), Sizes.format(steps.kept())));
        print(console, removed, "unpacked layers", report.unpacked);
        print(console, removed, "cache mounts", report.mounts);
        if (report.orphans.count > 0) {
            console.print("%s %d blobs that no image needs (%s)".formatted(removed, report.orphans.count,
                    Sizes.format(report.orphans.size)));
        }
    }

    private static void print(Console console, String removed, String what, Part part) {
        if (part.size + part.kept > 0) {
            console.print("%s %d %s (%s); %s stay".formatted(removed, part.count, what, Sizes.format(part.size),
                    Sizes.format(part.kept)));
        }
    }
}
