package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.testkit.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One RUN after another: the layer of each is packed while the next is executed. */
final class RunChainIT {
    private static final String BASE = """
        FROM scratch
        ADD busybox-amd64 /bin/busybox
        SHELL ["/bin/busybox", "sh", "-c"]
        ENV PATH=/bin
        RUN chmod 755 /bin/busybox && /bin/busybox --install -s /bin
        """;
    /** What it leaves is the same whenever it is executed, if times are clamped. */
    private static final String CHAIN = """
        RUN mkdir -p /d/sub /gone && echo a >/d/a && ln /d/a /d/twin && echo b >/d/sub/b && echo x >/gone/x
        RUN dd if=/dev/zero of=/large bs=1M count=60 2>/dev/null && chmod 600 /large
        RUN rm -r /gone /d/a && rm -r /d/sub && mkdir /d/sub && echo c >/d/sub/c && cat /large | wc -c >/size
        RUN true
        RUN cat /d/twin /d/sub/c /size >/all && mv /d /moved
        RUN --mount=type=tmpfs,target=/moved/sub ls /moved/sub >/hidden
        RUN ls /moved/sub >/shown; ls /d 2>/dev/null || echo none >>/shown
        USER 7
        RUN cat /all
        """;

    @TempDir
    private Path directory;
    private Anyarch anyarch = new Anyarch(Path.of(""));

    @BeforeEach
    void needsRootAndARuntime() {
        Program.require("crun", "crun");
        Program.requireRoot("RUN needs root here");
        anyarch = new Anyarch(directory.resolve("home"));
    }

    @Test
    void eachSeesWhatThoseBeforeLeft() throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Program.Outcome outcome = tryBuild(anyarch, BASE + CHAIN, "-o", out.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(out.resolve("all")).hasContent("a\nc\n62914560");
        assertThat(out.resolve("hidden")).isEmptyFile();
        assertThat(out.resolve("shown")).hasContent("c\nnone");
        assertThat(out.resolve("gone")).doesNotExist();
        assertThat(out.resolve("d")).doesNotExist();
        assertThat(out.resolve("moved/sub/b")).doesNotExist();
        assertThat(outcome.err()).contains("| a", "| 62914560");
    }

    @Test
    void theImageIsTheOneOfABuildThatWaitsForEachLayer() throws IOException, InterruptedException {
        String alone = digest(
                tryBuild(anyarch.with("SOURCE_DATE_EPOCH", "1000000000"), BASE + CHAIN, "-q", "-t", "app:1"));
        Anyarch other = new Anyarch(directory.resolve("other")).with("SOURCE_DATE_EPOCH", "1000000000");
        // each of two platforms has every RUN, so that nobody is alone with one
        digest(tryBuild(other, BASE + CHAIN, "-q", "--platform", "linux/amd64,linux/amd64/v2", "-t", "two:1"));
        assertThat(alone).startsWith("sha256:");
        assertThat(other.run("inspect", "--raw", "store:two:1").out()).contains(alone);
    }

    @Test
    void theNextBuildFindsAllOfThem() throws IOException, InterruptedException {
        String first = digest(tryBuild(anyarch, BASE + CHAIN, "-q", "-t", "app:1"));
        Program.Outcome again = tryBuild(anyarch, BASE + CHAIN + "RUN ls /moved\n", "-t", "app:1");
        assertThat(again.err().lines().filter(line -> line.contains("CACHED"))).hasSize(10);
        assertThat(again.err()).contains("| twin");
        assertThat(digest(tryBuild(anyarch, BASE + CHAIN, "-q", "-t", "app:1"))).isEqualTo(first);
    }

    @Test
    void whatWentWellIsKeptWhenTheNextFails() throws IOException, InterruptedException {
        Program.Outcome failed = tryBuild(anyarch, BASE + "RUN echo well >/well\nRUN cat /well; exit 3\n", "-t",
                "app:1");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("| well", "Dockerfile:7", "exit code 3");
        Program.Outcome mended = tryBuild(anyarch, BASE + "RUN echo well >/well\nRUN cat /well\n", "-t", "app:1");
        assertThat(mended.err().lines().filter(line -> line.contains("CACHED"))).hasSize(3);
        assertThat(mended.err()).contains("| well");
        assertNothingIsLeft();
    }

    /** Whoever of the two is first takes what the other needs. */
    @Test
    void aDiskThatBecomesFullWhileALayerIsPackedIsTold() throws IOException, InterruptedException {
        Path place = Files.createDirectory(directory.resolve("small"));
        try (SmallDisk disk = SmallDisk.mount(place, 90).orElseThrow()) {
            Program.Outcome outcome = tryBuild(new Anyarch(disk.root()), BASE + """
                RUN dd if=/dev/urandom of=/a bs=1M count=40
                RUN dd if=/dev/urandom of=/b bs=1M count=40 || true
                """, "-t", "app:1");
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(10);
            assertThat(outcome.err()).contains("No space left on device");
            try (Stream<Path> left = Files.list(disk.root().resolve("store/runtime/work"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void anInterruptedChainLeavesNothing() throws IOException, InterruptedException {
        Path messages = directory.resolve("messages");
        Files.writeString(directory.resolve("Dockerfile"), BASE
                + "RUN dd if=/dev/urandom of=/large bs=1M count=200 2>/dev/null\nRUN echo begun; sleep 100\n");
        Process build = anyarch.startInForeground(messages, "build", "--progress", "plain", "-t", "app:1", "-f",
                directory.resolve("Dockerfile").toString(),
                Busybox.context().toString());
        try {
            Await.until(Duration.ofSeconds(60), "the second command runs",
                    () -> contains(messages, "| begun"));
            new ProcessBuilder("kill", "-INT", Long.toString(build.pid())).start().waitFor();
            assertThat(build.waitFor()).isEqualTo(130);
        } finally {
            build.destroyForcibly().waitFor();
        }
        assertNothingIsLeft();
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("home/store/runtime/work"))) {
            assertThat(left).isEmpty();
        }
    }

    private Program.Outcome tryBuild(Anyarch program, String text, String... options)
            throws IOException, InterruptedException {
        Path dockerfile = Files.writeString(directory.resolve("Dockerfile"), text);
        return program.run(Stream.of(List.of("build", "-f", dockerfile.toString()), List.of(options),
                List.of(Busybox.context().toString())).flatMap(List::stream).toArray(String[]::new));
    }

    private static String digest(Program.Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.out().strip();
    }
}
