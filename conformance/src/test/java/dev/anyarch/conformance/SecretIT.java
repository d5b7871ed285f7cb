package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of RUN: there for the command, and nowhere else. */
final class SecretIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BASE = """
        FROM scratch
        COPY --chmod=755 busybox-amd64 /bin/busybox
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
        """;

    /** Which succeeds at once when it does not have the secret. */
    private static final String SLEEPING = """
        RUN --mount=type=secret,id=s --mount=type=secret,id=s,env=TOKEN test -s /run/secrets/s && test -n "$TOKEN" && sleep 9875
        """;

    @TempDir
    private Path directory;
    private final String secret = "hush-" + UUID.randomUUID();
    private Anyarch anyarch = new Anyarch(Path.of(""));

    @BeforeEach
    void needsRootAndARuntime() {
        Program.require("crun", "crun");
        Program.requireRoot("RUN needs root here");
        anyarch = new Anyarch(directory.resolve("home"));
    }

    @Test
    void fileAndVariableAreThereForTheCommandAlone() throws IOException, InterruptedException {
        Program.Outcome built = build(
                """
                    RUN --mount=type=secret,id=s,required stat -c '%a %u %g' /run/secrets/s > /usual; wc -c < /run/secrets/s >> /usual
                    RUN --mount=type=secret,id=s,target=/etc/deep/key,mode=0440,uid=7,gid=8 stat -c '%a %u %g' /etc/deep/key > /chosen
                    RUN --mount=type=secret,target=/x/s wc -c < /x/s > /by-target
                    RUN --mount=type=secret,id=s,env=TOKEN echo ${#TOKEN} > /variable; ls -d /run/secrets >> /variable 2>&1 || true
                    RUN --mount=type=secret,id=s,env=TOKEN,target=/both echo ${#TOKEN} > /two; wc -c < /both >> /two
                    RUN --mount=type=secret,id=none --mount=type=secret,id=none,env=NONE ls -d /run/secrets/none > /absent 2>&1 || echo "${NONE-unset}" >> /absent
                    RUN --mount=type=secret,id=s grep /run/secrets/s /proc/mounts | cut -d' ' -f3,4 > /mount
                    RUN --mount=type=secret,id=s if echo x > /run/secrets/s; then exit 1; fi
                    """);
        assertThat(built.exitCode()).as(built.err()).isZero();
        Path out = directory.resolve("out");
        assertThat(out.resolve("usual")).hasContent("400 0 0\n41");
        assertThat(out.resolve("chosen")).hasContent("440 7 8");
        assertThat(out.resolve("by-target")).hasContent("41");
        assertThat(out.resolve("variable")).content().startsWith("41\n").contains("No such file");
        assertThat(out.resolve("two")).hasContent("41\n41");
        assertThat(out.resolve("absent")).content().contains("No such file").doesNotContain("unset");
        assertThat(out.resolve("mount")).content().startsWith("tmpfs ro,");
        for (String mounted : new String[]{"run", "etc", "x", "both"}) {
            assertThat(out.resolve(mounted)).doesNotExist();
        }
        assertThat(built.out() + built.err()).doesNotContain(secret);
        assertThat(BytesOnDisk.find(directory.resolve("home"), secret)).isEmpty();
        assertThat(BytesOnDisk.find(out, secret)).isEmpty();
    }

    @Test
    void anotherValueIsNoReasonToDoItAgain() throws IOException, InterruptedException {
        String instructions = "RUN --mount=type=secret,id=s wc -c < /run/secrets/s > /f\n";
        build(instructions);
        Files.writeString(directory.resolve("secret"), "longer than before");
        Program.Outcome again = build(instructions);
        assertThat(again.err()).contains("CACHED");
    }

    @Test
    void whatCannotBeIsTold() throws IOException, InterruptedException {
        assertThat(build("RUN --mount=type=secret,id=none,required true\n").err())
                .contains("Dockerfile:4", "secret 'none' is required: give it with --secret id=none,src=FILE");
        Files.writeString(directory.resolve("secret"), "x".repeat(600_000));
        assertThat(build("RUN --mount=type=secret,id=s true\n").err())
                .contains("secret 's': expected at most 512000 bytes, found 600000");
    }

    @Test
    void aKilledBuildHasNeverWrittenIt() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("secret"), secret);
        Path dockerfile = Files.writeString(directory.resolve("Dockerfile"), BASE + SLEEPING);
        killWhileItRuns(directory.resolve("home"), anyarch.startInForeground("build", "-t", "app:1", "--secret",
                "id=s,src=" + file, "-f", dockerfile.toString(), Busybox.context().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"userns", "userns-single"})
    void aKilledBuildOfAnOrdinaryUserHasNeverWrittenIt(String rung) throws IOException, InterruptedException {
        try (OrdinaryUser user = OrdinaryUser.create(true)) {
            Path context = user.give(Busybox.context(), "context");
            Files.writeString(context.resolve("Dockerfile"), BASE + SLEEPING);
            Path file = Files.writeString(user.home().resolve("secret"), secret);
            killWhileItRuns(user.home().resolve("store"), user.anyarch()
                    .with("ANYARCH_EXECUTOR", rung)
                    .startInForeground("build", "-t", "app:1", "--secret", "id=s,src=" + file, context.toString()));
        }
    }

    private void killWhileItRuns(Path home, Process build) throws IOException, InterruptedException {
        try {
            Await.until(LIMIT, "the command runs", SecretIT::isSleeping);
            assertThat(BytesOnDisk.find(home, secret)).isEmpty();
        } finally {
            build.destroyForcibly().waitFor();
        }
        Await.until(LIMIT, "everything is gone", () -> !isSleeping());
        assertThat(BytesOnDisk.find(home, secret)).isEmpty();
    }

    private static boolean isSleeping() {
        return Processes.haveArgument("9875");
    }

    private Program.Outcome build(String instructions) throws IOException, InterruptedException {
        Path file = directory.resolve("secret");
        if (!Files.exists(file)) {
            Files.writeString(file, secret);
        }
        Path dockerfile = Files.writeString(directory.resolve("Dockerfile"), BASE + instructions);
        return anyarch.run("build", "--platform", "linux/amd64", "--progress", "plain", "--secret", "id=s,src=" + file,
                "-f", dockerfile.toString(), "-o", directory.resolve("out").toString(), Busybox.context().toString());
    }
}
