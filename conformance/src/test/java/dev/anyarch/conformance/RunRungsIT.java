package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs find is the same in every way to execute them. */
final class RunRungsIT {
    private static final String BASE = """
        FROM scratch
        COPY --chmod=755 busybox-amd64 /bin/busybox
        COPY --from=files / /
        """;

    @TempDir
    private Path directory;
    private Anyarch anyarch = new Anyarch(Path.of(""));

    @BeforeEach
    void needsRootAndPrograms() throws IOException {
        Program.require("crun", "crun");
        Program.require("proot", "proot");
        Program.requireRoot("run needs root here");
        anyarch = new Anyarch(directory.resolve("home"));
        Path etc = Files.createDirectories(directory.resolve("files/etc"));
        Files.writeString(etc.resolve("passwd"), "root:x:0:0::/root:/bin/sh\nsome:x:7:8::/home/some:/bin/sh\n");
        Files.writeString(etc.resolve("group"), "root:x:0:\n");
        Files.createDirectory(directory.resolve("files/tmp"));
    }

    private List<String> build(String instructions) throws IOException, InterruptedException {
        Path dockerfile = Files.writeString(directory.resolve("Dockerfile"), BASE + instructions);
        return List.of("build", "--platform", "linux/amd64", "--progress", "plain", "--build-context",
                "files=" + directory.resolve("files"), "-f", dockerfile.toString(), "-t", "app:1",
                Busybox.context().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "userns-single", "chroot", "proot"})
    void variablesAndHomesAre(String rung) throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", rung);
        anyarch.output(build("""
            RUN ["/bin/busybox", "sh", "-c", "echo RUN $HOME > /tmp/home"]
            USER some
            RUN ["/bin/busybox", "sh", "-c", "echo RUN $HOME"]
            CMD ["/bin/busybox", "sh", "-c", "/bin/busybox cat /tmp/home; echo $HOME $HOSTNAME $PATH"]
            """).toArray(String[]::new));
        String path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        assertThat(anyarch.output("run", "app:1")).isEqualTo("RUN /root\n/home/some anyarch " + path + "\n");
        assertThat(anyarch.output("run", "-u", "0", "app:1")).contains("\n/root ");
        assertThat(anyarch.output("run", "-u", "99:1", "app:1")).contains("\n/ ");
        assertThat(anyarch.output("run", "-e", "HOME=/x", "app:1")).contains("\n/x ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "userns-single", "chroot", "proot"})
    void whatACommandLeavesRunningEndsWithIt(String rung) throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", rung);
        Program.Outcome built = anyarch.run(
                build("""
                    RUN ["/bin/busybox", "sh", "-c", "/bin/busybox sleep 1000 & (/bin/busybox setsid /bin/busybox sleep 1001 &); echo done"]
                    """).toArray(
                        String[]::new));
        assertThat(built.exitCode()).as(built.err()).isZero();
        assertThat(built.err()).contains("| done");
        assertThat(
                anyarch.run("run", "app:1", "/bin/busybox", "sh", "-c", "/bin/busybox sleep 1000 & exit 3").exitCode())
                .isEqualTo(3);
        assertThat(anyarch.run("run", "-t", "app:1", "/bin/busybox", "sh", "-c", "/bin/busybox sleep 1000 & exit 3")
                .exitCode())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "userns-single", "chroot", "proot"})
    void whatIsSharedReadOnlyIsNotWritten(String rung) throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", rung);
        anyarch.output(build("").toArray(String[]::new));
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Path file = Files.writeString(shared.resolve("file"), "kept\n");
        assertThat(anyarch.output("run", "-v", shared + ":/data:ro", "-v", file + ":/one:ro", "app:1", "/bin/busybox",
                "sh", "-c", "/bin/busybox cat /data/file /one; (echo x > /data/new; echo x > /one) 2> /tmp/e; true"))
                .isEqualTo("kept\nkept\n");
        assertThat(file).hasContent("kept");
        assertThat(shared.resolve("new")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chroot", "proot"})
    void directoriesOfWhatEveryContainerHasMayBecomeLinks(String rung) throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", rung);
        Program.Outcome built = anyarch.run(
                build("""
                    RUN ["/bin/busybox", "sh", "-c", "/bin/busybox mv /etc /other && /bin/busybox ln -s other /etc || /bin/busybox echo kept"]
                    RUN ["/bin/busybox", "sh", "-c", "/bin/busybox ls /etc/passwd"]
                    """).toArray(
                        String[]::new));
        assertThat(built.exitCode()).as(built.err()).isZero();
        assertThat(built.err()).contains("| /etc/passwd");
    }

    /** As a script's {@code anyarch run … &} has them. */
    @ParameterizedTest
    @ValueSource(strings = {"root", "userns-single", "chroot", "proot"})
    void signalsThatTheCallerIgnoresAreNotIgnored(String rung) throws IOException, InterruptedException {
        Anyarch here = anyarch.with("ANYARCH_EXECUTOR", rung);
        here.output(build("").toArray(String[]::new));
        Program env = Program.require("env", "coreutils");
        for (String signal : List.of("INT", "QUIT", "HUP", "TERM")) {
            String script = "trap 'exit 3' %1$s; kill -%1$s $$; /bin/busybox sleep 0.1; exit 4".formatted(signal);
            List<String> command = new ArrayList<>(List.of("--ignore-signal=INT,QUIT,HUP,TERM"));
            command.addAll(here.command("run", "app:1", "/bin/busybox", "sh", "-c", script));
            assertThat(env.run(command).exitCode()).as(signal).isEqualTo(3);
        }
        List<String> command = new ArrayList<>(List.of("--ignore-signal=INT,QUIT,HUP,TERM"));
        command.addAll(here.command(build("""
            RUN ["/bin/busybox", "sh", "-c", "trap 'echo caught' INT; kill -INT $$; /bin/busybox sleep 0.1"]
            """).toArray(String[]::new)));
        assertThat(env.run(command).err()).contains("| caught");
    }

    /** crun 1.8 looks into it for a home when there is none, and crashes. */
    @Test
    void accountsMayBeAnyBytes() throws IOException, InterruptedException {
        Files.write(directory.resolve("files/etc/passwd"), Files.readAllBytes(Program.require("env", "coreutils")
                .executable()));
        anyarch.output(build("RUN [\"/bin/busybox\", \"true\"]\n").toArray(String[]::new));
        assertThat(anyarch.output("run", "app:1", "/bin/busybox", "sh", "-c", "echo $HOME")).isEqualTo("/\n");
    }

    @Test
    void aSecondStartReadsNoLayer() throws IOException, InterruptedException {
        anyarch.output(build("USER some\n").toArray(String[]::new));
        Path archive = directory.resolve("app.tar");
        anyarch.output("save", "-o", archive.toString(), "app:1");
        String first = anyarch.output("run", "app:1", "/bin/busybox", "id");
        assertThat(first).contains("uid=7(some) gid=8");
        Path blobs = directory.resolve("home/store/blobs");
        Program.require("sh", "dash")
                .output("-c", "find '%s' -type f -size +100k -exec truncate -s 0 {} +".formatted(blobs));
        assertThat(anyarch.output("run", "app:1", "/bin/busybox", "id")).isEqualTo(first);
    }
}
