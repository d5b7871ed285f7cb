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

/**
 * Makes the cache smaller: the steps that were unused for longest go first, and a layer goes with the last step that made it.
 * What a build under way has used, or may be about to use, stays. Builds that look something up meanwhile wait; when it is
 * killed, some is gone and the rest is whole. For one thread.
 */
public final class CachePruning {
    /** How late the shelf may note that somebody asked for a layer. */
    private static final Duration NOTED_LATE = Duration.ofHours(1);

    private final CacheDirectory directory;
    private final LayerShelf shelf;
    private final InstantSource clock;

    /** @param directory of the cache, which exists */
    public CachePruning(Path directory, LayerShelf shelf) throws IOException {
        this(directory, shelf, InstantSource.system());
    }

    CachePruning(Path directory, LayerShelf shelf, InstantSource clock) throws IOException {
        this.directory = new CacheDirectory(directory);
        this.shelf = shelf;
        this.clock = clock;
    }

    /**
     * What is to go.
     *
     * @param unused how long a step must not have been used
     * @param maxSize how many bytes of layers may stay; without it, everything that was unused for so long goes
     * @param isDryRun whether it is only told
     */
    public record Request(Duration unused, Optional<Long> maxSize, boolean isDryRun) {}

    /**
     * What has gone.
     *
     * @param size the bytes of the layers
     * @param kept the bytes of those that stay
     */
    public record Result(int steps, int layers, long size, long kept) {}

    private record Step(Path file, Instant usedAt, Optional<Digest> layer) {}

    public Result prune(Request request) throws IOException {
        return directory.lock().alone(() -> pruneAlone(request));
    }

    private Result pruneAlone(Request request) throws IOException {
        Instant now = clock.instant();
        Optional<Instant> firstBegin = directory.running().firstBegin();
        Instant inUseSince = firstBegin.orElse(now.plusMillis(1));
        Instant keptSince = earlier(inUseSince, now.minus(request.unused).plusMillis(1));
        Map<Digest, Shelved> shelved = new HashMap<>();
        shelf.layers().forEach(layer -> shelved.put(layer.digest(), layer));
        Map<Digest, Integer> uses = new HashMap<>();
        List<Step> steps = steps();
        steps.forEach(step -> step.layer.ifPresent(layer -> uses.merge(layer, 1, Integer::sum)));
        long size = shelved.values().stream().mapToLong(Shelved::size).sum();
        Removal removal = new Removal(request.isDryRun, shelved);

        Instant orphanedSince = firstBegin.map(begin -> begin.minus(NOTED_LATE)).orElse(inUseSince);
        for (Shelved layer : List.copyOf(shelved.values())) {
            if (!uses.containsKey(layer.digest())) {
                removal.layer(layer.digest(), orphanedSince);
            }
        }
        for (Step step : steps) {
            boolean isEnough = request.maxSize.isPresent() && size - removal.size <= request.maxSize.get();
            if (isEnough || !step.usedAt.isBefore(keptSince)) {
                continue;
            }
            removal.step(step.file);
            if (step.layer.isPresent() && uses.merge(step.layer.get(), -1, Integer::sum) == 0) {
                removal.layer(step.layer.get(), inUseSince);
            }
        }
        if (!request.isDryRun) {
            forget(directory.files(), keptSince);
            forget(directory.downloads(), keptSince);
        }
        return new Result(removal.steps, removal.layers.size(), removal.size, size - removal.size);
    }

    /** What is being removed, or would be. */
    private final class Removal {
        private final boolean isDryRun;
        private final Map<Digest, Shelved> shelved;
        private final Set<Digest> layers = new HashSet<>();
        private int steps;
        private long size;

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

        void layer(Digest digest, Instant since) throws IOException {
            Shelved layer = shelved.get(digest);
            if (layer != null && layer.usedAt().isBefore(since) && (isDryRun || shelf.remove(digest, since))) {
                layers.add(digest);
                size += layer.size();
            }
        }
    }

    /** The one that was unused for longest first. */
    private List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>();
        for (Path file : files(directory.steps())) {
            try {
                Instant usedAt = Files.getLastModifiedTime(file).toInstant();
                steps.add(new Step(file, usedAt, layer(Files.readAllBytes(file))));
            } catch (NoSuchFileException _) {
                // a part of an entry, which was renamed meanwhile
            }
        }
        steps.sort(Comparator.comparing(Step::usedAt).thenComparing(Step::file));
        return steps;
    }

    private static Optional<Digest> layer(byte[] content) {
        try {
            return CachedStep.fromJson(new JsonFields(JsonReader.readObject(content, "step"), "step"))
                    .layer()
                    .map(CachedStep.CachedLayer::descriptor)
                    .map(Descriptor::digest);
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

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
