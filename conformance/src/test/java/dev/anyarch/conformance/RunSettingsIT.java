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

/** What {@code build} and stacks say about the conditions under which RUN is executed. */
final class RunSettingsIT {
    private static final String BASE = """
        FROM scratch
        COPY --chmod=755 busybox-amd64 /bin/busybox
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
        """;
    private static final String PRIVILEGES = """
        RUN --security=insecure grep -e CapEff -e Seccomp: /proc/self/status > /insecure; mkdir /m && mount -t tmpfs m /m && grep -c ' /m tmpfs' /proc/mounts >> /insecure
        RUN --security=sandbox grep -e CapEff -e Seccomp: /proc/self/status > /sandbox; mount -t tmpfs m /m || echo refused >> /sandbox
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
    void hostsMemoryLimitsAndNetworkAreAsTheOptionsSay() throws IOException, InterruptedException {
        String instructions = """
            RUN tail -n 3 /etc/hosts > /hosts; df -k /dev/shm | awk 'END {print $2}' > /shm; ulimit -n > /limits; ulimit -Hn >> /limits; ulimit -c >> /limits; ls /sys/class/net > /net
            RUN --network=default ls /sys/class/net > /default
            RUN --network=host ls /sys/class/net > /host
            """;
        List<String> options = List.of("--add-host", "one:10.0.0.1", "--add-host", "two=[::2]", "--add-host",
                "gate:host-gateway", "--shm-size", "8m", "--ulimit", "nofile=100:200", "--ulimit", "core=0",
                "--network", "none");
        Path out = build(instructions, options);
        assertThat(out.resolve("hosts")).hasContent("10.0.0.1\tone\n::2\ttwo\n127.0.0.1\tgate");
        assertThat(out.resolve("shm")).hasContent("8192");
        assertThat(out.resolve("limits")).hasContent("100\n200\n0");
        assertThat(out.resolve("net")).hasContent("lo");
        assertThat(out.resolve("default")).hasContent("lo");
        assertThat(tryBuild(instructions, options).err()).contains("3/5] CACHED");
        List<String> others = new ArrayList<>(options);
        others.set(options.indexOf("8m"), "9m");
        assertThat(tryBuild(instructions, others).err()).as("another setting is another step")
                .doesNotContain(
                        "3/5] CACHED");
        assertThat(out.resolve("shm")).hasContent("9216");
    }

    @Test
    void privilegesAreGivenOnlyWhenAllowed() throws IOException, InterruptedException {
        assertThat(tryBuild(PRIVILEGES, List.of()).err()).contains("Dockerfile:4", "RUN --security=insecure",
                "add --allow security.insecure");
        assertThat(tryBuild("RUN --security=loose true\n", List.of()).err()).contains("Dockerfile:4",
                "--security=loose: expected sandbox or insecure");
        assertPrivileges(build(PRIVILEGES, List.of("--allow", "security.insecure", "--allow", "network.host")));
    }

    private static void assertPrivileges(Path out) throws IOException {
        String insecure = Files.readString(out.resolve("insecure"));
        assertThat(insecure).contains("Seccomp:\t0").endsWith("\n1\n").doesNotContain("00000000a80425fb");
        assertThat(out.resolve("sandbox")).content()
                .contains("CapEff:\t00000000a80425fb", "Seccomp:\t2")
                .endsWith("refused\n");
    }

    /** The right to make a device must not be one to read the machine's disks. */
    @ParameterizedTest
    @ValueSource(strings = {"crun", "runc"})
    void aDeviceThatACommandMadeCannotBeOpened(String runtime) throws IOException, InterruptedException {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        for (String name : List.of("sh", "mount", "unshare", "setpriv", runtime)) {
            Files.createSymbolicLink(programs.resolve(name),
                    Path.of(Program.require("which", "debianutils")
                            .output(name)
                            .strip()));
        }
        anyarch = anyarch.with("PATH", programs.toString());
        Path out = build("""
            RUN mknod /a c 1 5 && mknod /dev/b c 1 5 && ! head -c 1 /a && ! head -c 1 /dev/b
            RUN --mount=type=cache,target=/cache mknod /cache/c c 1 5 && ! head -c 1 /cache/c
            RUN --mount=type=tmpfs,target=/memory mknod /memory/d c 1 5 && ! head -c 1 /memory/d
            RUN head -c 3 /dev/zero | wc -c > /usual && echo x > /dev/null && head -c 1 /dev/urandom > /random
            RUN --security=insecure mknod /e c 1 5 && head -c 2 /e | wc -c > /insecure
            """, List.of("--allow", "security.insecure"));
        assertThat(out.resolve("usual")).hasContent("3");
        assertThat(out.resolve("insecure")).hasContent("2");
    }

    /** As somebody who may not raise limits, whoever calls the tests. */
    @Test
    void aLimitAboveTheCallersOwnIsNamed() throws IOException, InterruptedException {
        try (OrdinaryUser user = OrdinaryUser.create(true)) {
            Path context = user.give(Busybox.context(), "context");
            Files.writeString(context.resolve("Dockerfile"), BASE + "RUN true\n");
            Program.Outcome outcome = user.anyarch()
                    .run("build", "--ulimit", "nofile=999999999", "-t", "app:1", context.toString());
            assertThat(outcome.exitCode()).isEqualTo(10);
            assertThat(outcome.err()).contains("Dockerfile:3", "limit nofile=999999999:999999999: expected at most ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "chroot"})
    void hostFilesAreMountedWhateverTheImageHas(String rung) throws IOException, InterruptedException {
        anyarch = anyarch.with("ANYARCH_EXECUTOR", rung);
        Path trees = Files.createDirectories(directory.resolve("trees"));
        for (String tree : List.of("link", "dangling", "file", "directory", "loop", "resolver")) {
            Files.createDirectory(trees.resolve(tree));
        }
        Files.createSymbolicLink(trees.resolve("link/etc"), Path.of("/srv/settings"));
        Files.createDirectories(trees.resolve("link/srv/settings"));
        Files.createSymbolicLink(trees.resolve("dangling/etc"), Path.of("not/there"));
        Files.writeString(trees.resolve("file/etc"), "no directory");
        Files.createDirectories(trees.resolve("directory/etc/hosts"));
        Files.createSymbolicLink(trees.resolve("loop/etc"), Path.of("etc"));
        Files.createDirectory(trees.resolve("resolver/etc"));
        Files.createSymbolicLink(trees.resolve("resolver/etc/resolv.conf"), Path.of("../run/systemd/stub.conf"));
        for (String tree : List.of("nothing", "link", "dangling", "file", "directory", "loop", "resolver")) {
            Files.createDirectories(trees.resolve(tree));
            boolean hasHosts = !List.of("file", "directory", "loop").contains(tree);
            Path out = build("COPY --from=trees /%s /\nRUN %s; touch /f\n".formatted(tree, hasHosts
                    ? "grep -q localhost /etc/hosts && test -f /etc/resolv.conf"
                    : "true"), List.of("--build-context", "trees=" + trees));
            assertThat(out.resolve("f")).as(tree).exists();
            List<String> expected = new ArrayList<>(List.of("bin", "f"));
            if (!tree.equals("nothing")) {
                expected.add("etc");
            }
            if (tree.equals("link")) {
                expected.add("srv");
                assertThat(out.resolve("srv/settings")).isEmptyDirectory();
            }
            try (var names = Files.list(out)) {
                assertThat(names.map(path -> path.getFileName().toString())).as(tree)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
            Program.require("rm", "coreutils").output("-r", out.toString());
        }
    }

    @Test
    void whatLayersTookAwayIsNotMissingForMounts() throws IOException, InterruptedException {
        Path out = build(
                """
                    RUN mkdir -p /a/b /run/secrets && touch /a/b/c /run/secrets/x && chmod 701 /a
                    RUN rm -r /a/b /run
                    RUN --mount=type=tmpfs,target=/a/b/c --mount=type=bind,source=busybox-amd64,target=/run/one stat -c %a /a > /mode
                    RUN ls -A /a > /listed; ls -d /run >> /listed 2>&1 || true
                    """,
                List.of());
        assertThat(out.resolve("mode")).hasContent("701");
        assertThat(out.resolve("listed")).content().startsWith("ls: /run");
        assertThat(out.resolve("a")).isEmptyDirectory();
        assertThat(out.resolve("run")).doesNotExist();
    }

    @Test
    void stacksSayTheSameThings() throws IOException, InterruptedException {
        Path stack = Files.createDirectory(directory.resolve("stack"));
        Files.copy(Busybox.context().resolve("busybox-amd64"), stack.resolve("busybox-amd64"));
        Files.writeString(stack.resolve("Dockerfile"), BASE
                + """
                    RUN --mount=type=secret,id=token wc -c < /run/secrets/token > /secret; tail -n 1 /etc/hosts > /hosts; df -k /dev/shm | awk 'END {print $2}' > /shm; ulimit -n > /limits; ls /sys/class/net > /net
                    """
                + PRIVILEGES);
        Files.writeString(stack.resolve("token"), "12345");
        Files.writeString(stack.resolve("compose.yaml"), """
            services:
              web:
                build:
                  context: .
                  platforms: [linux/amd64]
                  privileged: true
                  network: none
                  shm_size: 8m
                  ulimits: {nofile: {soft: 100, hard: 200}}
                  extra_hosts: ["one=10.0.0.1"]
                  secrets: [token]
                  x-bake:
                    output: ["type=local,dest=out"]
            secrets:
              token: {file: ./token}
            """);
        Files.writeString(stack.resolve("docker-bake.hcl"), """
            target "same" {
              dockerfile = "Dockerfile"
              platforms = ["linux/amd64"]
              entitlements = ["security.insecure"]
              network = "none"
              shm-size = "8m"
              ulimits = ["nofile=100:200"]
              extra-hosts = { one = "10.0.0.1" }
              secret = ["id=token,src=token"]
              output = ["type=local,dest=out"]
            }
            """);
        for (String file : List.of("compose.yaml", "docker-bake.hcl")) {
            String target = file.equals("compose.yaml") ? "web" : "same";
            assertThat(bake(stack, file, target).err()).contains(
                    "target '" + target + "' executes commands with all privileges",
                    "--allow security.insecure permits it");
            Program.Outcome built = bake(stack, file, target, "--allow", "security.insecure");
            assertThat(built.exitCode()).as(built.err()).isZero();
            Path out = stack.resolve("out");
            assertThat(out.resolve("secret")).hasContent("5");
            assertThat(out.resolve("hosts")).hasContent("10.0.0.1\tone");
            assertThat(out.resolve("shm")).hasContent("8192");
            assertThat(out.resolve("limits")).hasContent("100");
            assertThat(out.resolve("net")).hasContent("lo");
            assertPrivileges(out);
            Program.require("rm", "coreutils").output("-r", out.toString());
        }
    }

    private Program.Outcome bake(Path stack, String file, String target, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("bake", "-f", file));
        arguments.addAll(List.of(options));
        arguments.add(target);
        return anyarch.runIn(stack, arguments);
    }

    private Path build(String instructions, List<String> options) throws IOException, InterruptedException {
        Program.Outcome outcome = tryBuild(instructions, options);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return directory.resolve("out");
    }

    private Program.Outcome tryBuild(String instructions, List<String> options)
            throws IOException, InterruptedException {
        Path dockerfile = Files.writeString(directory.resolve("Dockerfile"), BASE + instructions);
        List<String> arguments = new ArrayList<>(List.of("build", "--platform", "linux/amd64", "--progress", "plain",
                "-f", dockerfile.toString(), "-o", directory.resolve("out").toString()));
        arguments.addAll(options);
        arguments.add(Busybox.context().toString());
        return anyarch.run(arguments.toArray(String[]::new));
    }
}
