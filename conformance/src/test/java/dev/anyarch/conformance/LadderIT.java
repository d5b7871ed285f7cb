package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of images executed by an ordinary user, in every way there is. */
final class LadderIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BASE = """
        FROM scratch
        ARG TARGETARCH
        COPY --chmod=755 busybox-${TARGETARCH} /bin/busybox
        COPY --chown=5:6 Dockerfile /given
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
        """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"userns, 33 44, 7 8, 1000", "userns-single, 0 0, 7 8, 0", "proot, 0 0, 7 8, 1000"})
    void ordinaryUsersBuildAndRun(String rung, String changed, String written, String user)
            throws IOException, InterruptedException {
        try (OrdinaryUser ordinary = OrdinaryUser.create(true)) {
            Anyarch anyarch = ordinary.anyarch().with("ANYARCH_EXECUTOR", rung);
            Path context = context(ordinary, """
                RUN uname -m > /machine && echo x > /made && chown 33:44 /made && mkdir -m 1777 /tmp && echo y >> /given
                USER 7:8
                RUN echo z > /tmp/z
                """);
            Program.Outcome built = anyarch.run("build", "--platform", "linux/amd64,linux/arm64", "--progress",
                    "plain", "-t", "app:1", context.toString());
            assertThat(built.exitCode()).as(built.err()).isZero();
            assertThat(built.err()).contains("commands are executed ", "linux/arm64 is emulated by");
            for (String platform : List.of("linux/amd64", "linux/arm64")) {
                Program.Outcome run = anyarch.run("run", "--platform", platform, "-u", "0", "app:1", "/bin/sh", "-c",
                        "cat /machine; stat -c '%u %g' /made /given /tmp/z; exit 9");
                String machine = platform.endsWith("arm64") ? "aarch64" : "x86_64";
                assertThat(run.exitCode()).as(run.err()).isEqualTo(9);
                // seen through the one id of userns-single, everything is root's; what was written is below
                assertThat(run.out()).startsWith(machine + "\n" + changed + "\n");
            }
            assertThat(anyarch.output("run", "--platform", "linux/amd64", "-u", "1000", "app:1", "/bin/id", "-u"))
                    .isEqualTo(user + "\n");
            assertThat(entry(anyarch, ordinary, "given")).isEqualTo("5/6");
            assertThat(entry(anyarch, ordinary, "tmp/z")).isEqualTo(written.replace(' ', '/'));
            assertNothingIsLeft(ordinary);
        }
    }

    /** Owner and group of a file, as the layers have it. */
    private static String entry(Anyarch anyarch, OrdinaryUser user, String file)
            throws IOException, InterruptedException {
        Path archive = user.home().resolve("app.tar");
        anyarch.output("save", "--platform", "linux/amd64", "-o", archive.toString(), "app:1");
        String listed = Program.require("sh", "dash")
                .output("-c",
                        "cd $(mktemp -d) && tar xf %s && for l in blobs/*/*; do tar tvnf $l 2>/dev/null; done; rm -rf \"$PWD\""
                                .formatted(archive));
        return listed.lines()
                .filter(line -> line.endsWith(" " + file))
                .map(line -> line.split("\\s+", -1)[1])
                .reduce((_, last) -> last)
                .orElse("nowhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"userns", "userns-single", "proot"})
    void whatACommandTakesFromItsOwnUserIsInTheImage(String rung) throws IOException, InterruptedException {
        try (OrdinaryUser ordinary = OrdinaryUser.create(true)) {
            Anyarch anyarch = ordinary.anyarch().with("ANYARCH_EXECUTOR", rung);
            Path context = context(ordinary,
                    """
                        RUN mkdir -p /closed/below /old && echo x >/closed/below/file && echo y >/shadow && chmod 000 /closed/below/file /closed/below /closed /shadow
                        RUN chmod 300 /old && echo z >/old/z
                        """);
            Path archive = ordinary.home().resolve("out.tar");
            Program.Outcome built = anyarch.run("build", "--platform", "linux/amd64", "-o",
                    "type=tar,dest=" + archive, context.toString());
            assertThat(built.exitCode()).as(built.err()).isZero();
            String listed = Program.require("tar", "tar").output("tvf", archive.toString());
            assertThat(listed).containsPattern("d--------- .* closed/\n")
                    .containsPattern("d--------- .* closed/below/\n")
                    .containsPattern("---------- .* closed/below/file\n")
                    .containsPattern("---------- .* shadow\n")
                    .containsPattern("d-wx------ .* old/\n")
                    .containsPattern("old/z\n");
            assertThat(Program.require("tar", "tar").output("xOf", archive.toString(), "closed/below/file", "shadow"))
                    .isEqualTo("x\ny\n");
            assertNothingIsLeft(ordinary);
        }
    }

    @Test
    void aUserWithoutSubordinateIdsHasOneId() throws IOException, InterruptedException {
        try (OrdinaryUser ordinary = OrdinaryUser.create(false)) {
            Program.Outcome doctor = ordinary.anyarch().run("doctor");
            assertThat(doctor.exitCode()).as(doctor.err()).isZero();
            assertThat(doctor.out()).containsPattern("root +no +.*not root")
                    .containsPattern("userns +no .*has no ids in /etc/subuid")
                    .containsPattern("userns-single +yes")
                    .contains("usermod --add-subuids",
                            "programs of images are executed in a user namespace with one id")
                    .containsPattern("linux/arm64 +emulated +by qemu-aarch64 .* for this process alone");
            Program.Outcome withoutWay = ordinary.anyarch().with("ANYARCH_EXECUTOR", "userns").run("doctor");
            assertThat(withoutWay.exitCode()).isEqualTo(10);
            assertThat(withoutWay.out()).contains("cannot be executed, as ANYARCH_EXECUTOR=userns says; without that "
                    + "they would be, in a user namespace with one id");
            Program.Outcome forced = ordinary.anyarch()
                    .with("ANYARCH_EXECUTOR", "userns")
                    .run("build", "-t", "app:1", context(ordinary, "").toString());
            assertThat(forced.exitCode()).isEqualTo(10);
            assertThat(forced.err()).contains("userns: user", "has no ids in /etc/subuid", "anyarch doctor");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"userns", "userns-single", "proot"})
    void aKilledBuildLeavesNoProcessAndTheNextOneCleansUp(String rung) throws IOException, InterruptedException {
        try (OrdinaryUser ordinary = OrdinaryUser.create(true)) {
            Anyarch anyarch = ordinary.anyarch().with("ANYARCH_EXECUTOR", rung);
            Path context = context(ordinary, "RUN sleep 1000 & sleep 1001\n");
            Process build = anyarch.startInForeground("build", "--platform", "linux/arm64", "-t", "app:1",
                    context.toString());
            try {
                Await.until(LIMIT, "the command runs", () -> hasProcess(ordinary, "sleep 1001"));
            } finally {
                build.destroyForcibly().waitFor();
            }
            Await.until(LIMIT, "everything is gone", () -> !hasProcess(ordinary, ""));
            assertThat(ordinary.work()).isNotEmpty();
            anyarch.run("build", "--platform", "linux/arm64", "-t", "app:1",
                    context(ordinary, "RUN true\n").toString());
            assertThat(ordinary.processes()).isEmpty();
            assertThat(ordinary.work()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"userns, INT, 130", "userns, TERM, 143", "userns-single, INT, 130", "userns-single, HUP, 129",
        "proot, TERM, 143"})
    void anInterruptedBuildLeavesNothing(String rung, String signal, int exitCode)
            throws IOException, InterruptedException {
        try (OrdinaryUser ordinary = OrdinaryUser.create(true)) {
            Path context = context(ordinary, "RUN trap '' INT TERM HUP; setsid sleep 1000 & sleep 1001\n");
            Path messages = directory.resolve("messages");
            Process build = ordinary.anyarch()
                    .with("ANYARCH_EXECUTOR", rung)
                    .startInForeground(messages, "build", "--progress", "plain", "-t", "app:1", context.toString());
            try {
                Await.until(LIMIT, "the command runs", () -> hasProcess(ordinary, "sleep 1001"));
                new ProcessBuilder("kill", "-" + signal, Long.toString(build.pid())).start().waitFor();
                assertThat(build.waitFor()).isEqualTo(exitCode);
            } finally {
                build.destroyForcibly().waitFor();
            }
            Await.until(LIMIT, "everything is gone", () -> !hasProcess(ordinary, ""));
            assertThat(messages).content().contains("sleep 1001").doesNotContain("exit code", "No such file");
            assertNothingIsLeft(ordinary);
        }
    }

    private static boolean hasProcess(OrdinaryUser user, String text) {
        try {
            return user.processes().stream().anyMatch(line -> line.contains(text));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertNothingIsLeft(OrdinaryUser user) throws IOException, InterruptedException {
        assertThat(user.processes()).isEmpty();
        assertThat(user.work()).isEmpty();
        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(user.home().toString());
        assertThat(user.temporaryFiles()).isEmpty();
    }

    private static Path context(OrdinaryUser user, String instructions) throws IOException, InterruptedException {
        Path context = user.home().resolve("context");
        if (!Files.isDirectory(context)) {
            user.give(Busybox.context(), "context");
        }
        Files.writeString(context.resolve("Dockerfile"), BASE + instructions);
        return context;
    }
}
