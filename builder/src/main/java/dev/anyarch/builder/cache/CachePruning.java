package dev.anyarch.builder.cache;

import dev.anyarch.builder.cache.LayerShelf.Shelved;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes the cache smaller: what was unused for longest goes first, and a layer goes with the last step that made it.
 * What a build under way has used, or may be about to use, stays. Builds that look something up meanwhile wait; when it is
 * killed, some is gone and the rest is whole. For one thread.
 */
public final class CachePruning {
    /** How late the shelf may note that somebody asked for a layer. */
    private static final Duration NOTED_LATE = Duration.ofHours(1);

    private final CacheDirectory directory;
    private final LayerShelf shelf;
    private final List<? extends Prunable> others;
    private final InstantSource clock;

    /**
     * @param directory of the cache, which exists
     * @param others what is kept elsewhere, and shares the limit
     */
    public CachePruning(Path directory, LayerShelf shelf, List<? extends Prunable> others) throws IOException {
        this(directory, shelf, others, InstantSource.system());
    }

    CachePruning(Path directory, LayerShelf shelf, List<? extends Prunable> others, InstantSource clock)
            throws IOException {
        this.directory = new CacheDirectory(directory);
        this.shelf = shelf;
        this.others = List.copyOf(others);
        this.clock = clock;
    }

    /**
     * What is to go.
     *
     * @param unused how long it must not have been used
     * @param limit how many bytes may stay; without one, everything that was unused for so long goes
     * @param isMeant what is considered at all; everything counts for the limit
     * @param isDryRun whether it is only told
     */
    public record Request(Duration unused, SpaceLimit limit, Predicate<CacheUse> isMeant, boolean isDryRun) {}

    /**
     * What has gone.
     *
     * @param size the bytes of the layers of steps
     * @param kept the bytes of those that stay
     * @param others what has gone elsewhere
     */
    public record Result(int steps, int layers, long size, long kept, List<CacheUse> others) {}

    /** What may have to go. */
    private sealed interface Candidate {
        CacheUse use();
    }

    private record Step(Path file, CacheUse use, Optional<Digest> layer) implements Candidate {}

    private record Other(Prunable what) implements Candidate {
        @Override
        public CacheUse use() {
            return what.use();
        }
    }

    /** What steps made that are known; a layer that several have counts once, with the one that used it last. */
    public List<CacheUse> list() throws IOException {
        return directory.lock().alone(() -> {
            Set<Digest> seen = new HashSet<>();
            return steps(sizes(), inUseSince()).reversed()
                    .stream()
                    .filter(step -> step.layer.isPresent() && seen.add(step.layer.get()))
                    .map(Step::use)
                    .toList();
        });
    }

    public Result prune(Request request) throws IOException {
        return directory.lock().alone(() -> pruneAlone(request));
    }

    private Instant inUseSince() throws IOException {
        return directory.running().firstBegin().orElse(clock.instant().plusMillis(1));
    }

    private Map<Digest, Shelved> sizes() throws IOException {
        Map<Digest, Shelved> shelved = new HashMap<>();
        shelf.layers().forEach(layer -> shelved.put(layer.digest(), layer));
        return shelved;
    }

    private Result pruneAlone(Request request) throws IOException {
        Instant inUseSince = inUseSince();
        Instant keptSince = clock.instant().minus(request.unused).plusMillis(1);
        Map<Digest, Shelved> shelved = sizes();
        Map<Digest, Integer> uses = new HashMap<>();
        List<Step> steps = steps(shelved, inUseSince);
        steps.forEach(step -> step.layer.ifPresent(layer -> uses.merge(layer, 1, Integer::sum)));
        long ofSteps = shelved.values().stream().mapToLong(Shelved::size).sum();
        long total = ofSteps + others.stream().mapToLong(other -> other.use().size()).sum();
        Removal removal = new Removal(request.isDryRun, shelved);

        Instant orphanedSince = directory.running()
                .firstBegin()
                .map(begin -> begin.minus(NOTED_LATE))
                .orElse(inUseSince);
        for (Shelved layer : List.copyOf(shelved.values())) {
            if (!uses.containsKey(layer.digest()) && request.isMeant.test(new CacheUse(layer.digest().toString(),
                    CacheUse.REGULAR, "", layer.size(), layer.usedAt(), false))) {
                removal.layer(layer.digest(), orphanedSince);
            }
        }
        long allowed = request.limit.allowed(total).orElse(-1L);
        for (Candidate next : oldestFirst(steps)) {
            CacheUse use = next.use();
            boolean isEnough = total - removal.size - removal.otherSize <= allowed;
            if (isEnough || use.isInUse() || !use.usedAt().isBefore(keptSince) || !request.isMeant.test(use)) {
                continue;
            }
            switch (next) {
                case Step step -> {
                    removal.step(step.file);
                    if (step.layer.isPresent() && uses.merge(step.layer.get(), -1, Integer::sum) == 0) {
                        removal.layer(step.layer.get(), inUseSince);
                    }
                }
                case Other other -> removal.other(other.what);
            }
        }
        if (!request.isDryRun && request.isMeant.test(new CacheUse("", CacheUse.SOURCE, "", 0, keptSince, false))) {
            Instant since = inUseSince.isBefore(keptSince) ? inUseSince : keptSince;
            forget(directory.files(), since);
            forget(directory.downloads(), since);
            forget(directory.lists(), since);
        }
        return new Result(removal.steps, removal.layers.size(), removal.size, ofSteps - removal.size, removal.others);
    }

    /** What is being removed, or would be. */
    private final class Removal {
        private final boolean isDryRun;
        private final Map<Digest, Shelved> shelved;
        private final Set<Digest> layers = new HashSet<>();
        private final List<CacheUse> others = new ArrayList<>();
        private int steps;
        private long size;
        private long otherSize;

        Removal(boolean isDryRun, Map<Digest, Shelved> shelved) {
            this.isDryRun = isDryRun;
            this.shelved = shelved;
        }

        void step(Path file) throws IOException {
            steps++;
            if (!isDryRun) {
                Files.deleteIfExists(file);
            }
        }

        void other(Prunable other) throws IOException {
            if (isDryRun || other.remove()) {
                others.add(other.use());
                otherSize += other.use().size();
            }
        }

        void layer(Digest digest, Instant since) throws IOException {
            Shelved layer = shelved.get(digest);
            if (layer != null && layer.usedAt().isBefore(since) && (isDryRun || shelf.remove(digest, since))) {
                layers.add(digest);
                size += layer.size();
            }
        }
    }

    /** The one that was unused for longest first. */
    private List<Step> steps(Map<Digest, Shelved> shelved, Instant inUseSince) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (Path file : files(directory.steps())) {
            try {
                Instant usedAt = Files.getLastModifiedTime(file).toInstant();
                Optional<CachedStep> step = parse(Files.readAllBytes(file));
                Optional<Digest> layer = step.flatMap(CachedStep::layer)
                        .map(CachedStep.CachedLayer::descriptor)
                        .map(Descriptor::digest);
                steps.add(new Step(file, new CacheUse(file.getFileName() + "", CacheUse.REGULAR,
                        step.map(CachedStep::text).orElse(""),
                        layer.map(shelved::get).map(Shelved::size).orElse(0L), usedAt, !usedAt.isBefore(inUseSince)),
                        layer));
            } catch (NoSuchFileException _) {
                // a part of an entry, which was renamed meanwhile
            }
        }
        steps.sort(Comparator.comparing((Step step) -> step.use.usedAt()).thenComparing(Step::file));
        return steps;
    }

    private List<Candidate> oldestFirst(List<Step> steps) {
        return Stream.<Candidate>concat(steps.stream(), others.stream().map(Other::new))
                .sorted(Comparator.comparing(candidate -> candidate.use().usedAt()))
                .toList();
    }

    private static Optional<CachedStep> parse(byte[] content) {
        try {
            return Optional.of(CachedStep.fromJson(new JsonFields(JsonReader.readObject(content, "step"), "step")));
        } catch (InvalidContentException _) {
            return Optional.empty();
        }
    }

    private static void forget(CacheFiles files, Instant keptSince) throws IOException {
        for (Path file : files(files)) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(keptSince)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<Path> files(CacheFiles files) throws IOException {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(files.directory())) {
            return found;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(files.directory())) {
            for (Path below : directories) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(below)) {
                    entries.forEach(found::add);
                }
            }
        }
        return found;
    }
}
