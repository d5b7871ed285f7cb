package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} with a real OCI runtime and real programs, as root. */
final class RunCommandIT {
    private static final String BUSYBOX = "/bin/busybox";

    @TempDir
    private Path directory;
    private Anyarch anyarch = new Anyarch(Path.of(""));

    @BeforeEach
    void needsRootAndARuntimeAndAnImage() throws IOException, InterruptedException {
        Program.require("crun", "crun");
        Program.requireRoot("run needs root here");
        anyarch = new Anyarch(directory.resolve("home"));
        anyarch.output("build", "--platform", "linux/amd64,linux/s390x", "-t", "app:1", Busybox.context().toString());
    }

    @Test
    void theImagesOwnCommandIsExecutedNativelyAndLeavesNothing() throws IOException, InterruptedException {
        assertThat(anyarch.output("run", "--rm", "--platform", "linux/amd64", "-e", "GREETING=hi", "app:1"))
                .isEqualTo("hi\nx86_64\n");
        try (Stream<Path> left = Files.list(directory.resolve("home/store/runtime/work"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anotherPlatformIsEmulatedAndThatIsSaidOnce() throws IOException, InterruptedException {
        Emulation.require("qemu-s390x");
        Program.Outcome outcome = anyarch.run("run", "--platform", "linux/s390x", "app:1");
        assertThat(outcome.out()).isEqualTo("1\ns390x\n");
        assertThat(outcome.err()).containsOnlyOnce("linux/s390x is emulated by qemu-s390x");
    }

    @Test
    void streamsAndExitCodeAreTheProgramsOwn() throws IOException, InterruptedException {
        Program.Outcome outcome = shell("printf 'a\\377b'; printf 'no line end' >&2; exit 42");
        assertThat(outcome.out()).isEqualTo("a\u00ffb");
        assertThat(outcome.err()).isEqualTo("no line end");
        assertThat(outcome.exitCode()).isEqualTo(42);
        assertThat(anyarch.run("run", "app:1", "/no/such").exitCode()).isEqualTo(127);
        assertThat(anyarch.run("run", "app:1", "/bin").exitCode()).isEqualTo(126);
        assertThat(anyarch.run("run", "--no-such", "app:1").exitCode()).isEqualTo(125);
        assertThat(anyarch.run("run", "--pull", "never", "--platform", "linux/arm64", "app:1").exitCode())
                .isEqualTo(125);
        assertThat(anyarch.run("run", "-it", "app:1").exitCode()).isEqualTo(125);
    }

    @Test
    void optionsReachTheProgram() throws IOException, InterruptedException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.writeString(shared.resolve("in"), "given\n");
        Program.Outcome outcome = anyarch.run("run", "--network", "none", "--hostname", "box", "-w", "/made", "-u",
                "7:8", "--add-host", "other:10.0.0.9", "-v", shared + ":/data/here:ro", "--entrypoint", BUSYBOX,
                "app:1", "sh", "-c",
                "B=/bin/busybox; $B hostname; $B pwd; $B id -u; $B id -g; $B grep other /etc/hosts; $B cat /data/here/in; "
                        + "$B ls /sys/class/net; $B touch /data/here/x 2>/dev/null || $B echo read-only");
        assertThat(outcome.out()).as(outcome.err())
                .isEqualTo("box\n/made\n7\n8\n10.0.0.9\tother\ngiven\nlo\nread-only\n");
    }

    @Test
    void aSignalIsPassedOnToTheProgram() throws IOException, InterruptedException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Process run = anyarch.startInForeground("run", "-v", shared + ":/shared", "app:1", BUSYBOX, "sh", "-c",
                "trap '/bin/busybox touch /shared/ended; exit 9' TERM; /bin/busybox touch /shared/began; "
                        + "while :; do /bin/busybox sleep 0.1; done");
        try {
            Await.until(Duration.ofSeconds(60), "the program has begun", () -> Files.exists(shared.resolve("began")));
            run.destroy();
            assertThat(run.waitFor()).isEqualTo(9);
            assertThat(shared.resolve("ended")).exists();
        } finally {
            run.destroyForcibly();
        }
    }

    @Test
    void layoutsAndArchivesAreReadWhereTheyAre() throws IOException, InterruptedException {
        for (String place : new String[]{"oci:%s/layout:1", "oci-archive:%s/image.tar", "docker-archive:%s/old.tar"}) {
            String at = place.formatted(directory);
            anyarch.output("copy", "--platform", "linux/amd64", "store:app:1", at);
            assertThat(anyarch.output("run", at)).as(at).isEqualTo("1\nx86_64\n");
        }
        assertThat(anyarch.output("images", "-o", "json")).containsOnlyOnce("\"sha256:");
    }

    @Test
    void anImageIsFetchedWhenItIsMissingAlwaysOrNever() throws IOException, InterruptedException {
        try (RegistryUnderTest registry = RegistryUnderTest.start(directory.resolve("registry"))) {
            String name = registry.address() + "/team/app:1";
            anyarch.output("copy", "store:app:1", name);
            assertThat(anyarch.run("run", "--pull", "never", name).exitCode()).isEqualTo(125);
            assertThat(anyarch.output("run", name)).isEqualTo("1\nx86_64\n");
            assertThat(anyarch.output("run", "--pull", "never", name)).isEqualTo("1\nx86_64\n");
            assertThat(anyarch.output("run", "--pull", "always", name)).isEqualTo("1\nx86_64\n");
        }
    }

    /** And what the store has of the same image stays in it. */
    @Test
    void aPlatformThatTheStoreLacksIsFetched() throws IOException, InterruptedException {
        Emulation.require("qemu-s390x");
        try (RegistryUnderTest registry = RegistryUnderTest.start(directory.resolve("registry"))) {
            String name = registry.address() + "/team/app:1";
            anyarch.output("copy", "store:app:1", name);
            anyarch.output("pull", "--platform", "linux/amd64", name);
            Program.Outcome never = anyarch.run("run", "--pull", "never", "--platform", "linux/s390x", name);
            assertThat(never.exitCode()).isEqualTo(125);
            assertThat(never.err()).contains("no entry for linux/s390x; it has linux/amd64");
            assertThat(anyarch.output("run", "--platform", "linux/s390x", name)).isEqualTo("1\ns390x\n");
            assertThat(anyarch.output("run", "--pull", "never", name)).isEqualTo("1\nx86_64\n");
            Program.Outcome nowhere = anyarch.run("run", "--platform", "linux/arm64", name);
            assertThat(nowhere.exitCode()).isEqualTo(125);
            assertThat(nowhere.err()).contains("store:", "; and in its registry: ",
                    "no entry for linux/arm64; it has linux/amd64, linux/s390x");
            anyarch.output("build", "--platform", "linux/arm64", "-t", name, Busybox.context().toString());
            Program.Outcome other = anyarch.run("run", "--platform", "linux/s390x", name);
            assertThat(other.out()).isEqualTo("1\ns390x\n");
            assertThat(other.err()).contains("has another image now, which the registry has; before it was sha256:");
        }
    }

    @Test
    void theBestThatCanBeExecutedIsChosenAndNoneOfSeveralGuessed() throws IOException, InterruptedException {
        Emulation.require("qemu-s390x", "qemu-aarch64");
        String context = Busybox.context().toString();
        anyarch.output("build", "--platform", "linux/386,linux/s390x,linux/arm64", "-t", "relative:1", context);
        assertThat(anyarch.output("run", "relative:1")).isEqualTo("1\ni686\n");
        anyarch.output("build", "--platform", "linux/s390x", "-t", "only:1", context);
        assertThat(anyarch.output("run", "only:1")).isEqualTo("1\ns390x\n");
        anyarch.output("build", "--platform", "linux/s390x,linux/arm64", "-t", "several:1", context);
        Program.Outcome several = anyarch.run("run", "several:1");
        assertThat(several.exitCode()).isEqualTo(125);
        assertThat(several.err()).contains("choose one with --platform, to be emulated: linux/s390x, linux/arm64");
    }

    @Test
    void whenNothingCanBeExecutedEachReasonIsTold() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("Dockerfile.none"), "FROM scratch\nCOPY Dockerfile /x\n");
        anyarch.output("build", "--platform", "linux/sparc64,windows/amd64", "-f", directory.resolve("Dockerfile.none")
                .toString(), "-t", "none:1", Busybox.context().toString());
        Program.Outcome outcome = anyarch.run("run", "none:1");
        assertThat(outcome.exitCode()).isEqualTo(125);
        assertThat(outcome.err()).contains("linux/sparc64 cannot be executed: nothing is known of this architecture",
                "windows/amd64 cannot be executed: only Linux images", "executes none of that");
    }

    @Test
    void whoIsAskedToEndGetsTheStopSignalAndMountsAreThere() throws IOException, InterruptedException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Process run = anyarch.startInForeground("run", "--stop-signal", "QUIT", "--mount", "type=bind,src=" + shared
                + ",dst=/shared", "--tmpfs", "/memory:size=5m", "--shm-size", "3m", "--device", "/dev/null:/dev/nix",
                "--group-add", "77", "app:1", BUSYBOX, "sh", "-c",
                "trap '/bin/busybox touch /shared/ended; exit 8' QUIT; B=/bin/busybox; ($B df -k /memory /dev/shm; "
                        + "$B id; $B stat -c %t:%T /dev/nix) >/shared/seen; $B touch /shared/began; "
                        + "while :; do $B sleep 0.1; done");
        try {
            Await.until(Duration.ofSeconds(60), "the program has begun", () -> Files.exists(shared.resolve("began")));
            run.destroy();
            assertThat(run.waitFor()).isEqualTo(8);
            assertThat(shared.resolve("ended")).exists();
            assertThat(Files.readString(shared.resolve("seen"))).contains(" 5120 ", " 3072 ", ",77", "1:3");
        } finally {
            run.destroyForcibly();
        }
    }

    private Program.Outcome shell(String script) throws IOException, InterruptedException {
        return anyarch.run("run", "--platform", "linux/amd64", "app:1", BUSYBOX, "sh", "-c", script);
    }
}
