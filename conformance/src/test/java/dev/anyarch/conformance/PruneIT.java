package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RUN keeps on disk, bounded. */
final class PruneIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String BASE = """
        FROM scratch
        COPY --chmod=755 busybox-amd64 /bin/busybox
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
        """;
    private static final String KEEPING = BASE + """
        RUN mkdir /private && echo x > /private/f && chown -R 33:44 /private && chmod 0700 /private
        RUN --mount=type=cache,target=/c,uid=33 mkdir /c/d && dd if=/dev/zero of=/c/d/f bs=1k count=300 && \\
            chown -R 33:44 /c/d && chmod 0700 /c/d
        """;

    @TempDir
    private Path directory;

    private Anyarch root() {
        Program.require("crun", "crun");
        Program.requireRoot("RUN needs root here");
        return new Anyarch(directory.resolve("home"));
    }

    private Path context(String dockerfile) throws IOException, InterruptedException {
        Path context = Files.createDirectories(directory.resolve("context"));
        Files.copy(Busybox.context().resolve("busybox-amd64"), context.resolve("busybox-amd64"));
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        return context;
    }

    private static List<String> names(Path below) {
        String[] found = below.toFile().list();
        return found == null ? List.of() : Stream.of(found).sorted().toList();
    }

    @Test
    void layersAndCachesGoByKindAndSize() throws IOException, InterruptedException {
        Anyarch anyarch = root();
        String context = context(KEEPING).toString();
        String digest = anyarch.output("build", "--platform", "linux/amd64", "-t", "app", context);
        Path runtime = directory.resolve("home/store/runtime");
        assertThat(names(runtime.resolve("layers"))).hasSize(3);

        String listed = anyarch.output("du");
        assertThat(listed).containsPattern("exec.cachemount +yes +[0-9.]+ kB .*cache mount /c for linux/amd64")
                .contains("layer unpacked for RUN or run, as root", "RUN /bin/sh -c mkdir /private", "reclaimable: ");
        assertThat(anyarch.output("du", "--filter", "type=exec.cachemount", "-o", "json"))
                .containsOnlyOnce("\"id\":");
        assertThat(anyarch.output("prune", "--filter", "until=1h")).contains("removed 0 steps", "removed 0 unpacked",
                "removed 0 cache mounts");
        assertThat(anyarch.output("prune", "--max-used-space", "1GB")).contains("removed 0 cache mounts");
        String dry = anyarch.output("prune", "-a", "--dry-run");
        assertThat(dry).containsPattern("would remove 3 unpacked layers \\([1-9].*\\); 0 B stay")
                .containsPattern("would remove 1 cache mounts \\(3[0-9.]+ kB\\); 0 B stay");

        assertThat(anyarch.output("prune", "-a", "--filter", "type=exec.cachemount"))
                .contains("removed 0 steps", "removed 0 unpacked layers", "removed 1 cache mounts");
        assertThat(names(runtime.resolve("caches"))).isEmpty();
        assertThat(anyarch.output("prune", "-a")).contains("removed 3 unpacked layers");
        assertThat(names(runtime.resolve("layers"))).isEmpty();
        assertThat(names(runtime.resolve("work"))).isEmpty();
        assertThat(anyarch.output("run", "app", "/bin/cat", "/private/f")).isEqualTo("x\n");
        assertThat(names(runtime.resolve("layers"))).hasSize(3);
        assertThat(anyarch.output("build", "--platform", "linux/amd64", "-t", "app", context)).hasSameSizeAs(digest);
    }

    /** Also a layer that it unpacked before the step that is under way. */
    @Test
    void whatABuildUnderWayUsesStays() throws IOException, InterruptedException {
        Anyarch anyarch = root();
        anyarch.output("build", "--platform", "linux/amd64", "-t", "old", context(KEEPING).toString());
        Path dockerfile = Files.writeString(directory.resolve("Waiting"), BASE + """
            RUN --mount=type=cache,target=/w touch /w/started; until [ -e /w/go ]; do usleep 10000; done
            RUN --mount=type=cache,target=/w ls /w
            """);
        Process build = anyarch.startInForeground("build", "--platform", "linux/amd64", "-t", "new", "-f",
                dockerfile.toString(), directory.resolve("context").toString());
        Path caches = directory.resolve("home/store/runtime/caches");
        Await.until(LIMIT, "the command has started", () -> !started(caches).isEmpty());

        assertThat(anyarch.output("du")).containsPattern("exec.cachemount +no ");
        String pruned = anyarch.output("prune", "-a");
        // of the old build the layer that only it has, and its cache
        assertThat(pruned).contains("removed 1 unpacked layers", "removed 1 cache mounts")
                .containsPattern("removed [1-9][0-9]* steps .*; [1-9][0-9.]* MB stay");
        Files.createFile(started(caches).getFirst().resolveSibling("go"));
        assertThat(build.waitFor()).isZero();
        assertThat(anyarch.output("prune", "-a")).contains("removed 1 cache mounts");
        assertThat(names(caches)).isEmpty();
    }

    private static List<Path> started(Path caches) {
        return names(caches).stream()
                .map(name -> caches.resolve(name).resolve("started"))
                .filter(Files::exists)
                .toList();
    }

    @Test
    void aKilledPruningLeavesNothingThatIsHalf() throws IOException, InterruptedException {
        Anyarch anyarch = root();
        String context = context(
                BASE + """
                    RUN --mount=type=cache,target=/c for i in $(seq 150); do mkdir /c/$i; for j in $(seq 100); do : > /c/$i/$j; done; done
                    """)
                .toString();
        anyarch.output("build", "--platform", "linux/amd64", "-t", "app", context);
        Path runtime = directory.resolve("home/store/runtime");
        Process prune = anyarch.startInForeground("prune", "-a");
        Await.until(LIMIT, "the cache is out of its place",
                () -> !prune.isAlive() || names(runtime.resolve("caches")).isEmpty());
        prune.destroyForcibly().waitFor();

        assertThat(names(runtime.resolve("caches"))).isEmpty();
        anyarch.output("build", "--platform", "linux/amd64", "--no-cache", "-t", "app", context);
        assertThat(names(runtime.resolve("work"))).isEmpty();
        assertThat(anyarch.output("prune", "-a")).contains("removed 1 cache mounts");
    }

    @Test
    void ordinaryUsersRemoveWhatBelongsToTheirOtherIds() throws IOException, InterruptedException {
        try (OrdinaryUser ordinary = OrdinaryUser.create(true)) {
            Anyarch anyarch = ordinary.anyarch().with("ANYARCH_EXECUTOR", "userns");
            Path context = ordinary.give(context(KEEPING), "context");
            anyarch.output("build", "--platform", "linux/amd64", "-t", "app", context.toString());
            Path runtime = ordinary.home().resolve("store/runtime/userns");
            assertThat(names(runtime.resolve("layers"))).hasSize(3);

            assertThat(anyarch.output("du")).contains("layer unpacked for RUN or run, as userns");
            assertThat(anyarch.output("prune", "--all")).contains("removed 3 unpacked layers",
                    "removed 1 cache mounts");
            assertThat(names(runtime.resolve("layers"))).isEmpty();
            assertThat(names(runtime.resolve("caches"))).isEmpty();
            assertThat(ordinary.work()).isEmpty();
            assertThat(ordinary.temporaryFiles()).isEmpty();
        }
    }
}
