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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What options of {@code run} keep a program from, seen by the program, and where that cannot be had. */
final class RunConfinementIT {
    @TempDir
    private Path directory;
    private Anyarch anyarch = new Anyarch(Path.of(""));

    @BeforeEach
    void needsRootAndARuntimeAndAnImage() throws IOException, InterruptedException {
        Program.require("crun", "crun");
        Program.require("proot", "proot");
        Program.requireRoot("run needs root here");
        anyarch = new Anyarch(directory.resolve("home"));
        Files.writeString(directory.resolve("Dockerfile"), """
            FROM scratch
            COPY --chmod=755 busybox-amd64 /bin/busybox
            RUN ["/bin/busybox", "--install", "-s", "/bin"]
            """);
        anyarch.output("build", "--platform", "linux/amd64", "-f", directory.resolve("Dockerfile").toString(), "-t",
                "app:1", Busybox.context().toString());
    }

    private Program.Outcome run(List<String> options, String script) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("run"));
        line.addAll(options);
        line.addAll(List.of("app:1", "/bin/sh", "-c", script));
        return anyarch.run(line.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "userns-single"})
    void aReadOnlyRootLeavesMemoryAndDevicesWritable(String rung) throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", rung);
        Program.Outcome outcome = run(List.of("--read-only", "--tmpfs", "/memory:mode=700,exec", "-w", "/made"),
                "touch /x || echo refused; touch /memory/x /dev/x && stat -c %a /memory; pwd; "
                        + "cp /bin/busybox /memory/true && /memory/true && echo executed");
        assertThat(outcome.out()).as(outcome.err()).isEqualTo("refused\n700\n/made\nexecuted\n");
        assertThat(run(List.of("--tmpfs", "/memory"), "cp /bin/busybox /memory/true; /memory/true").exitCode())
                .isEqualTo(126);
    }

    @Test
    void rightsAreThoseAskedFor() throws IOException, InterruptedException {
        assertThat(run(List.of("--cap-drop", "ALL", "--cap-add", "chown"), "grep CapEff /proc/self/status").out())
                .isEqualTo("CapEff:\t0000000000000001\n");
        assertThat(run(List.of("--cap-add", "SYS_ADMIN"), "mkdir /m && mount -t tmpfs m /m && echo mounted").out())
                .isEqualTo("mounted\n");
        Program.Outcome loose = run(List.of("--security-opt", "no-new-privileges", "--security-opt",
                "seccomp=unconfined", "--security-opt", "apparmor=unconfined", "--security-opt",
                "systempaths=unconfined"),
                "grep -E 'NoNewPrivs|Seccomp:' /proc/self/status; grep -c ' /proc/' /proc/mounts");
        assertThat(loose.out()).isEqualTo("NoNewPrivs:\t1\nSeccomp:\t0\n0\n");
        Path profile = Files.writeString(directory.resolve("profile.json"),
                """
                    {"defaultAction":"SCMP_ACT_ALLOW","syscalls":[
                     {"names":["chmod","fchmodat","fchmodat2"],"action":"SCMP_ACT_ERRNO","errnoRet":1,"excludes":{"caps":["CAP_SYS_ADMIN"]}}]}
                    """);
        assertThat(run(List.of("--security-opt", "seccomp=" + profile), "chmod 700 /bin || echo refused").out())
                .isEqualTo("refused\n");
        assertThat(run(List.of("--cap-add", "NIX"), "true").err()).contains("expected a capability such as NET_ADMIN");
        assertThat(run(List.of("--security-opt", "label=type:x_t"), "true").exitCode()).isEqualTo(125);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "chroot", "proot"})
    void namesAndLimitsAreThoseAskedForEverywhere(String rung) throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", rung);
        assertThat(run(List.of("--dns", "9.9.9.9", "--dns-search", "a.b", "--dns-option", "ndots:3", "--ulimit",
                "nofile=100:200", "--security-opt", "no-new-privileges"),
                "grep -v '#' /etc/resolv.conf; ulimit -n; ulimit -Hn").out())
                .endsWith("nameserver 9.9.9.9\nsearch a.b\noptions ndots:3\n100\n200\n");
    }

    @ParameterizedTest
    @CsvSource({"chroot, --read-only", "chroot, --cap-drop=ALL", "proot, --read-only", "proot, --cap-drop=ALL",
        "proot, --cap-add=CHOWN"})
    void whatCannotBeHadIsRefused(String rung, String option) throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", rung);
        Program.Outcome outcome = run(List.of(option), "true");
        assertThat(outcome.exitCode()).isEqualTo(125);
        assertThat(outcome.err()).contains("cannot be had by " + rung);
    }

    @Test
    void rootInAChrootHasTheRightsOfItsCaller() throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", "chroot");
        String rights = "grep CapEff /proc/self/status 2>/dev/null || mkdir /p && mount -t proc p /p && grep CapEff /p/self/status";
        String own = Program.require("grep", "grep").output("CapEff", "/proc/self/status");
        assertThat(run(List.of("--cap-add", "SYS_ADMIN"), rights).out()).isEqualTo(own);
        List<String> without = new ArrayList<>(List.of("--bounding-set=-sys_time", "--inh-caps=-sys_time"));
        without.addAll(anyarch.command("run", "--cap-add", "SYS_TIME", "app:1", "/bin/sh", "-c", "echo begun"));
        Program.Outcome refused = Program.require("setpriv", "util-linux").run(without);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(125);
        assertThat(refused.err()).contains("capability CAP_SYS_TIME cannot be given");
        assertThat(refused.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "chroot"})
    void memoryHasTheModeAndOwnerAskedFor(String rung) throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", rung);
        for (int round = 0; round < 2; round++) {
            Program.Outcome outcome = run(List.of("--tmpfs", "/memory:mode=710,uid=5,gid=6", "--tmpfs", "/bin/below"),
                    "stat -c '%a %u %g' /memory; stat -c %a /bin/below; ls -A /memory; touch /memory/x");
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(outcome.out()).isEqualTo("710 5 6\n1777\n");
        }
    }

    /** Whoever may mount and has no mounts of its own mounts for the whole machine. */
    @Test
    void whatAProgramMountsInAChrootIsTakenAwayAgain() throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", "chroot");
        Program.Outcome first = run(List.of(), "mkdir /m && mount -t tmpfs m /m && touch /m/x && echo mounted");
        assertThat(first.out()).as(first.err()).isEqualTo("mounted\n");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
        assertThat(run(List.of(), "true").exitCode()).isZero();
    }
}
