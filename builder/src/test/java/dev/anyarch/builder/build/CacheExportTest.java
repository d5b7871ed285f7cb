package dev.anyarch.builder.build;

import static dev.anyarch.builder.build.BuildFixture.AMD64;
import static dev.anyarch.builder.build.BuildFixture.ARM64;
import static dev.anyarch.builder.build.BuildFixture.ARM_V7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.CacheExport;
import dev.anyarch.builder.cache.ImportedCache;
import dev.anyarch.builder.cache.UsedSteps;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.store.PreconditionFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheExportTest {
    private static final Tag TAG = new Tag("cache");
    private static final String TOOLS = "COPY app /tools/app";
    private static final String RESULT = "COPY --from=tools /tools/app /app";
    private static final String DOCKERFILE = "FROM base AS tools\n" + TOOLS + "\nFROM scratch\n" + RESULT + "\n";

    @TempDir
    Path directory = Path.of("");

    private final MemoryStore remote = new MemoryStore("remote");
    private BuildFixture fixture = new BuildFixture(directory);

    @BeforeEach
    void context() throws IOException {
        fixture = new BuildFixture(Files.createDirectory(directory.resolve("context")));
        fixture.base("base", Json.Obj.EMPTY, BuildFixture.files("etc/x", "x"), AMD64, ARM64, ARM_V7).file("app", "app");
    }

    /** A machine of its own: nothing is there but what it imports. */
    private final class Machine {
        private final MemoryStore layers = new MemoryStore("layers");
        private final Path cache;

        Machine(String name) {
            cache = directory.resolve(name);
        }

        /** Imports, builds, exports; the steps that were found done. */
        List<String> build(UsedSteps.Mode mode, Platform... platforms) throws IOException, InterruptedException {
            List<String> found = new CopyOnWriteArrayList<>();
            BuildProgress progress = new BuildProgress() {
                @Override
                public void found(Step step) {
                    found.add(step.text());
                }
            };
            try (BuildCache opened = BuildCache.open(cache, layers, Optional.empty())) {
                ImportedCache.read(remote, TAG).ifPresent(opened::add);
                new ImageBuilder(fixture.images(), progress).withCache(opened, Freshness.NONE)
                        .build(fixture.request(DOCKERFILE, platforms), new MemoryStore("result"));
                new CacheExport(remote, TAG).write(opened, mode);
            }
            return found.stream().sorted().toList();
        }
    }

    private List<String> exported() throws IOException {
        ImageIndex index = (ImageIndex) remote.fetchManifest(remote.resolve(TAG).orElseThrow().digest()).parse();
        return index.manifests().stream().map(entry -> entry.platform().orElseThrow().toString()).toList();
    }

    @Test
    void anotherMachineTakesWhatWasExported() throws IOException, InterruptedException {
        assertThat(new Machine("one").build(UsedSteps.Mode.MAX, AMD64, ARM64)).isEmpty();
        Machine two = new Machine("two");
        assertThat(two.build(UsedSteps.Mode.MAX, AMD64, ARM64)).containsExactly(RESULT, RESULT, TOOLS, TOOLS);
        assertThat(exported()).containsExactly("linux/amd64", "linux/arm64");
        remote.deleteTag(TAG);
        assertThat(two.build(UsedSteps.Mode.MAX, AMD64)).as("the layer of the image is here now").contains(RESULT);
    }

    @Test
    void theLeastIsWhatTheImageHas() throws IOException, InterruptedException {
        new Machine("one").build(UsedSteps.Mode.MIN, AMD64);
        ImageIndex index = (ImageIndex) remote.fetchManifest(remote.resolve(TAG).orElseThrow().digest()).parse();
        ImageManifest entry = (ImageManifest) remote.fetchManifest(index.manifests().getFirst().digest()).parse();
        assertThat(entry.layers()).hasSize(1);
        assertThat(new Machine("two").build(UsedSteps.Mode.MIN, AMD64)).containsExactly(RESULT);
    }

    @Test
    void platformsAreAddedAndNeverOverwritten() throws IOException, InterruptedException {
        new Machine("one").build(UsedSteps.Mode.MAX, AMD64);
        new Machine("two").build(UsedSteps.Mode.MAX, ARM64);
        assertThat(exported()).containsExactly("linux/amd64", "linux/arm64");
        Digest before = remote.resolve(TAG).orElseThrow().digest();
        new Machine("three").build(UsedSteps.Mode.MAX, ARM64);
        assertThat(remote.resolve(TAG).orElseThrow().digest()).as("the same once more").isEqualTo(before);
    }

    @Test
    void buildsAtTheSameTimeAllGetIn() throws IOException, InterruptedException, ExecutionException {
        List<Platform> platforms = List.of(AMD64, ARM64, ARM_V7);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> running = new ArrayList<>();
            for (Platform platform : platforms) {
                running.add(threads.submit(
                        () -> new Machine("for-" + platform.architecture()).build(UsedSteps.Mode.MAX, platform)));
            }
            for (Future<List<String>> one : running) {
                one.get();
            }
        }
        assertThat(exported()).containsExactly("linux/amd64", "linux/arm/v7", "linux/arm64");
    }

    @Test
    void theTagOfSomethingElseStays() throws IOException, InterruptedException {
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        Descriptor descriptor = Descriptor.of(new MediaType("application/vnd.buildkit.cacheconfig.v0"), config);
        try (BlobUpload upload = remote.upload(descriptor)) {
            upload.write(config, 0, config.length);
            upload.commit(descriptor.digest());
        }
        ImageManifest manifest = ImageManifest.create(MediaType.OCI_MANIFEST, descriptor, List.of(), Map.of());
        remote.putManifest(manifest.raw(), List.of(TAG));

        assertThatThrownBy(() -> ImportedCache.read(remote, TAG)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("found one of BuildKit")
                .hasMessageContaining("--cache-to");
        try (BuildCache cache = BuildCache.open(directory.resolve("cache"), new MemoryStore("l"), Optional.empty())) {
            assertThatThrownBy(() -> new CacheExport(remote, TAG).write(cache, UsedSteps.Mode.MIN))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("choose another tag");
        }
        assertThat(remote.resolve(TAG)).contains(manifest.raw().descriptor());
    }
}
