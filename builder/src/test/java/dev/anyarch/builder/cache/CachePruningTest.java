package dev.anyarch.builder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.builder.cache.CachedStep.CachedLayer;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachePruningTest {
    private static final Duration NONE = Duration.ZERO;

    @TempDir
    Path directory = Path.of("");

    private final Shelf shelf = new Shelf();
    private final List<Other> others = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** Layers in memory, with the times of their use. */
    private final class Shelf implements LayerShelf {
        private final MemoryStore store = new MemoryStore("layers");
        private final Map<Digest, Shelved> uses = new LinkedHashMap<>();

        Descriptor write(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Descriptor layer = Descriptor.of(MediaType.OCI_LAYER, bytes);
            try (BlobUpload upload = store.upload(layer)) {
                upload.write(bytes, 0, bytes.length);
                upload.commit(layer.digest());
            }
            uses.put(layer.digest(), new Shelved(layer.digest(), layer.size(), now));
            return layer;
        }

        @Override
        public List<Shelved> layers() {
            return new ArrayList<>(uses.values());
        }

        @Override
        public boolean remove(Digest digest, Instant since) throws IOException {
            if (!Optional.ofNullable(uses.get(digest)).filter(use -> use.usedAt().isBefore(since)).isPresent()) {
                return false;
            }
            uses.remove(digest);
            return store.deleteBlob(digest);
        }
    }

    /** A directory that RUN has left. */
    private record Other(CacheUse use, List<String> removed) implements Prunable {
        @Override
        public boolean remove() {
            return removed.add(use.id());
        }
    }

    private List<String> keep(String id, String type, long size, boolean isInUse) {
        List<String> removed = new ArrayList<>();
        others.add(new Other(new CacheUse(id, type, "", size, now, isInUse), removed));
        return removed;
    }

    private BuildCache open() throws IOException {
        return BuildCache.open(directory, shelf.store, Optional.empty(), () -> now);
    }

    private static Digest key(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(BuildCache cache, String key, String layer) throws IOException {
        Descriptor descriptor = shelf.write(layer);
        cache.put(key(key), new CachedStep(
                Optional.of(new CachedLayer(descriptor, descriptor.digest(), new Json.Arr(List.of()))), key));
        Files.setLastModifiedTime(new CacheFiles(directory.resolve("steps")).file(key(key)),
                FileTime.from(now));
    }

    private CachePruning.Result prune(Duration unused, Optional<Long> maxSize, boolean isDryRun) throws IOException {
        return prune(new SpaceLimit(maxSize, Optional.empty(), Optional.empty(), 0), unused, _ -> true, isDryRun);
    }

    private CachePruning.Result prune(SpaceLimit limit, Duration unused, Predicate<CacheUse> isMeant, boolean isDryRun)
            throws IOException {
        return new CachePruning(directory, shelf, others, () -> now)
                .prune(new CachePruning.Request(unused, limit, isMeant, isDryRun));
    }

    private static CachePruning.Result result(int steps, int layers, long size, long kept) {
        return new CachePruning.Result(steps, layers, size, kept, List.of());
    }

    private void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Test
    void whatWasUnusedForSoLongGoesWithItsLayers() throws IOException {
        try (BuildCache cache = open()) {
            put(cache, "old", "12345");
            put(cache, "used", "123");
        }
        pass(Duration.ofDays(6));
        try (BuildCache cache = open()) {
            assertThat(cache.find(key("used"))).isPresent();
        }
        pass(Duration.ofDays(2));

        CachePruning.Result told = prune(Duration.ofDays(7), Optional.empty(), true);
        assertThat(prune(Duration.ofDays(7), Optional.empty(), false)).isEqualTo(told)
                .isEqualTo(result(1, 1, 5, 3));
        try (BuildCache cache = open()) {
            assertThat(cache.find(key("old"))).isEmpty();
            assertThat(cache.find(key("used"))).isPresent();
        }
        assertThat(prune(NONE, Optional.empty(), false)).isEqualTo(result(1, 1, 3, 0));
    }

    @Test
    void theOldestGoUntilTheRestFits() throws IOException {
        try (BuildCache cache = open()) {
            for (int i = 0; i < 5; i++) {
                put(cache, "step" + i, "layer %d".formatted(i));
                pass(Duration.ofMinutes(1));
            }
        }
        assertThat(prune(NONE, Optional.of(14L), false)).isEqualTo(result(3, 3, 21, 14));
        try (BuildCache cache = open()) {
            assertThat(cache.find(key("step2"))).isEmpty();
            assertThat(cache.find(key("step3"))).isPresent();
        }
    }

    @Test
    void aLayerStaysAsLongAsOneStepHasIt() throws IOException {
        try (BuildCache cache = open()) {
            put(cache, "one", "same");
            pass(Duration.ofDays(10));
            put(cache, "two", "same");
        }
        pass(Duration.ofDays(1));
        assertThat(prune(Duration.ofDays(5), Optional.empty(), false)).isEqualTo(result(1, 0, 0, 4));
        try (BuildCache cache = open()) {
            assertThat(cache.find(key("two"))).isPresent();
        }
    }

    @Test
    void whatABuildUnderWayHasUsedStays() throws IOException {
        try (BuildCache cache = open()) {
            put(cache, "old", "old");
            put(cache, "found", "found");
        }
        pass(Duration.ofDays(1));
        try (BuildCache running = open()) {
            pass(Duration.ofHours(2));
            assertThat(running.find(key("found"))).isPresent();
            put(running, "new", "new");
            shelf.write("not put yet");
            pass(Duration.ofHours(2));

            assertThat(prune(NONE, Optional.empty(), false)).isEqualTo(result(1, 1, 3, 19));
            assertThat(running.find(key("found"))).isPresent();
            assertThat(running.find(key("new"))).isPresent();
        }
        pass(Duration.ofHours(1));
        assertThat(prune(NONE, Optional.empty(), false)).isEqualTo(result(2, 3, 19, 0));
    }

    @Test
    void layersThatNoStepHasGoAtOnce() throws IOException {
        try (BuildCache cache = open()) {
            put(cache, "kept", "kept");
        }
        shelf.write("left by a killed build");
        assertThat(prune(Duration.ofDays(7), Optional.empty(), false))
                .isEqualTo(result(0, 1, 22, 4));
    }

    @Test
    void aBuildThatWasKilledProtectsNothing() throws IOException {
        try (BuildCache cache = open()) {
            put(cache, "old", "old");
        }
        pass(Duration.ofDays(1));
        Files.createFile(Files.createDirectories(directory.resolve("running")).resolve("killed"));
        Files.setLastModifiedTime(directory.resolve("running/killed"), FileTime.fromMillis(0));

        assertThat(prune(NONE, Optional.empty(), false)).isEqualTo(result(1, 1, 3, 0));
        assertThat(directory.resolve("running/killed")).doesNotExist();
    }

    @Test
    void whatIsKeptElsewhereSharesTheLimitAndTheOrder() throws IOException {
        List<String> oldest = keep("oldest", CacheUse.CACHE_MOUNT, 10, false);
        List<String> used = keep("used", CacheUse.CACHE_MOUNT, 10, true);
        pass(Duration.ofMinutes(1));
        try (BuildCache cache = open()) {
            put(cache, "step", "12345");
        }
        pass(Duration.ofMinutes(1));
        List<String> newest = keep("newest", CacheUse.REGULAR, 10, false);

        CachePruning.Result told = prune(NONE, Optional.of(21L), true);
        assertThat(told.others()).extracting(CacheUse::id).containsExactly("oldest");
        assertThat(told).isEqualTo(new CachePruning.Result(1, 1, 5, 0, told.others()));
        assertThat(oldest).isEmpty();
        assertThat(prune(NONE, Optional.of(21L), false)).isEqualTo(told);
        assertThat(oldest).hasSize(1);
        assertThat(newest).isEmpty();
        assertThat(used).isEmpty();
    }

    @Test
    void onlyWhatIsMeantGoesButEverythingCounts() throws IOException {
        keep("layer", CacheUse.REGULAR, 100, false);
        keep("first", CacheUse.CACHE_MOUNT, 10, false);
        pass(Duration.ofMinutes(1));
        keep("second", CacheUse.CACHE_MOUNT, 10, false);
        pass(Duration.ofMinutes(1));
        SpaceLimit limit = new SpaceLimit(Optional.of(115L), Optional.empty(), Optional.empty(), 0);
        assertThat(prune(limit, NONE, use -> use.type().equals(CacheUse.CACHE_MOUNT), false).others())
                .extracting(CacheUse::id)
                .containsExactly("first");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"-, -, -, 0, -", "30, -, -, 0, 30", "-, -, 20, 0, 20", "-, 50, -, 60, 100",
        "-, 50, -, 40, 90", "30, 50, -, 40, 30", "95, 50, -, 40, 90", "-, 50, 95, 40, 95", "-, 500, 20, 40, 20"})
    void limitsAreThoseOfBuildKit(@Nullable Long maxUsed, @Nullable Long minFree, @Nullable Long reserved,
            long free, @Nullable Long allowed) {
        assertThat(new SpaceLimit(Optional.ofNullable(maxUsed), Optional.ofNullable(minFree),
                Optional.ofNullable(reserved), free).allowed(100)).isEqualTo(Optional.ofNullable(allowed));
    }
}
