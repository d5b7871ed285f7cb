package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code RUN --mount=type=cache} with real commands, also of builds in several processes at the same time. */
final class CacheMountIT {
    private static final String BASE = """
        FROM scratch AS base
        ARG TARGETARCH
        COPY --chmod=755 busybox-${TARGETARCH} /bin/busybox
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
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
    void aPlatformHasItsOwn() throws IOException, InterruptedException {
        Emulation.require("qemu-aarch64");
        String dockerfile = BASE
                + "RUN --mount=type=cache,target=/c touch /c/$(uname -m) /c/$(uname -m)-again && ls /c > /seen\n";
        for (int i = 0; i < 2; i++) {
            Path out = build(dockerfile, "--no-cache", "--platform", "linux/amd64,linux/arm64");
            assertThat(out.resolve("linux_amd64/seen")).hasContent("x86_64\nx86_64-again");
            assertThat(out.resolve("linux_arm64/seen")).hasContent("aarch64\naarch64-again");
        }
    }

    @Test
    void idsOwnersAndModesSayWhichOneItIs() throws IOException, InterruptedException {
        Path out = build(BASE + """
            RUN --mount=type=cache,id=a,target=/one echo a > /one/f
            RUN --mount=type=cache,target=/a,id=a cat /a/f > /same
            RUN --mount=type=cache,id=a,target=/c,mode=0750,uid=5,gid=6 stat -c '%a %u %g' /c > /owner; ls /c > /other
            RUN --mount=type=cache,target=/a ls /a > /target
            RUN --mount=type=cache,id=a,target=/one,ro touch /one/no 2> /dev/null || echo no > /refused
            RUN --mount=type=cache,id=a,target=/x --mount=type=cache,id=a,target=/y,sharing=locked cmp /x/f /y/f
            """);
        assertThat(out.resolve("same")).hasContent("a");
        assertThat(out.resolve("owner")).hasContent("750 5 6");
        assertThat(out.resolve("other")).isEmptyFile();
        assertThat(out.resolve("target")).isEmptyFile();
        assertThat(out.resolve("refused")).hasContent("no");
    }

    @Test
    void aSeedIsWhereItBegins() throws IOException, InterruptedException {
        String dockerfile = BASE + """
            FROM base AS seed
            RUN mkdir -p /given/sub && echo SEED > /given/sub/f && chown 7:8 /given/sub && ln -s sub/f /given/link
            FROM base AS last
            RUN --mount=type=cache,id=s,from=seed,source=/given,target=/c \\
                cat /c/link > /seen; stat -c '%u %g' /c/sub >> /seen; echo more >> /c/sub/f
            """;
        Path out = build(dockerfile.replace("SEED", "first"));
        assertThat(out.resolve("seen")).hasContent("first\n7 8");
        assertThat(build(dockerfile.replace("SEED", "first"), "--no-cache-filter", "last").resolve("seen"))
                .hasContent("first\nmore\n7 8");
        assertThat(build(dockerfile.replace("SEED", "second")).resolve("seen")).hasContent("second\n7 8");
        assertThat(tryBuild(BASE + "RUN --mount=type=cache,target=/c,source=/x true\n").err())
                .contains("Dockerfile:5", "source=/x needs from=");
        assertThat(tryBuild(BASE + "FROM base\nRUN --mount=type=cache,from=base,source=/bin/busybox,target=/c true\n")
                .err()).contains("source '/bin/busybox': expected a directory");
        assertThat(tryBuild(BASE + "RUN --mount=type=cache,target=/c,sharing=lockd true\n").err())
                .contains("expected shared, locked or private, did you mean locked?");
    }

    @Test
    void sharedIsUsedAtTheSameTime() throws IOException, InterruptedException, ExecutionException {
        List<Path> outs = together(BASE + """
            ARG ME
            ARG OTHER
            RUN --mount=type=cache,target=/c touch /c/$ME; until [ -e /c/$OTHER ]; do usleep 10000; done; ls /c > /seen
            """);
        for (Path out : outs) {
            assertThat(out.resolve("seen")).hasContent("a\nb");
        }
    }

    @Test
    void privateIsAnotherOneForTheSecond() throws IOException, InterruptedException, ExecutionException {
        String dockerfile = BASE + """
            ARG ME
            ARG OTHER
            RUN --mount=type=cache,id=meet,target=/m --mount=type=cache,target=/p,sharing=private \\
                touch /p/$ME /m/$ME; until [ -e /m/$OTHER ]; do usleep 10000; done; ls /p > /seen
            """;
        List<Path> outs = together(dockerfile);
        assertThat(outs.get(0).resolve("seen")).hasContent("a");
        assertThat(outs.get(1).resolve("seen")).hasContent("b");
        // both are kept, and whoever comes next gets the first
        Path next = build(BASE + "RUN --mount=type=cache,target=/p,sharing=private ls /p > /seen\n");
        assertThat(next.resolve("seen")).content().matches("[ab]\n");
    }

    /** In both orders, which would be a deadlock if each waited for what the other has. */
    @Test
    void lockedIsForOneAfterTheOther() throws IOException, InterruptedException, ExecutionException {
        List<Path> outs = together(
                BASE + """
                    ARG ME
                    RUN --mount=type=cache,id=$ME,target=/own,sharing=locked --mount=type=cache,id=l,target=/c,sharing=locked \\
                        --mount=type=cache,id=k,target=/d,sharing=locked \\
                        for i in 1 2 3 4 5 6 7 8 9; do mkdir /c/held && usleep 20000 && rmdir /c/held || exit 1; done; echo $ME >> /c/who
                    RUN --mount=type=cache,id=k,target=/d,sharing=locked --mount=type=cache,id=l,target=/c,sharing=locked \\
                        for i in 1 2 3 4 5 6 7 8 9; do mkdir /c/held && usleep 20000 && rmdir /c/held || exit 1; done; echo $ME >> /c/who
                    """);
        assertThat(outs).hasSize(2);
        Path who = build(BASE + "RUN --mount=type=cache,id=l,target=/c sort /c/who > /who\n").resolve("who");
        assertThat(who).hasContent("a\na\nb\nb");
    }

    /** Two processes with one home. */
    private List<Path> together(String dockerfile) throws IOException, InterruptedException, ExecutionException {
        Path file = Files.writeString(directory.resolve("Dockerfile"), dockerfile);
        List<Future<Program.Outcome>> running = new ArrayList<>();
        List<Path> outs = List.of(directory.resolve("out-a"), directory.resolve("out-b"));
        Path context = Busybox.context();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 2; i++) {
                String[] arguments = {"build", "--platform", "linux/amd64", "-f", file.toString(), "-o",
                    outs.get(i).toString(), "--build-arg", "ME=" + "ab".charAt(i), "--build-arg",
                    "OTHER=" + "ba".charAt(i), context.toString()};
                running.add(threads.submit(() -> anyarch.run(arguments)));
            }
            for (Future<Program.Outcome> one : running) {
                assertThat(one.get().exitCode()).as(one.get().err()).isZero();
            }
        }
        return outs;
    }

    private Path build(String dockerfile, String... options) throws IOException, InterruptedException {
        Program.Outcome outcome = tryBuild(dockerfile, options);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return directory.resolve("out");
    }

    private Program.Outcome tryBuild(String dockerfile, String... options) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("Dockerfile"), dockerfile);
        List<String> arguments = new ArrayList<>(List.of("build", "-f", file.toString(), "-o",
                directory.resolve("out").toString()));
        arguments.addAll(List.of(options));
        arguments.add(Busybox.context().toString());
        return anyarch.run(arguments.toArray(String[]::new));
    }
}
