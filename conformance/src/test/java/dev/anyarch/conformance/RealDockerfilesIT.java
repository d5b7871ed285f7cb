package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples on a real Debian, with packages from where this machine has them: built for several platforms, natively and
 * emulated, as root and not, and executed by us and by the engines that pull them. Takes minutes.
 */
@EnabledIfEnvironmentVariable(named = "ANYARCH_REQUIRE_INTEROP", matches = "1", disabledReason = "takes minutes; set ANYARCH_REQUIRE_INTEROP=1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealDockerfilesIT {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final List<String> ALL = List.copyOf(Busybox.ARCHITECTURES.keySet());
    private static final List<String> EMULATED = List.of("linux/amd64", "linux/arm64", "linux/arm/v7");
    /** What the program in C says on each platform. */
    private static final Map<String, String> HELLO = Map.of("linux/amd64", "64 bits on x86_64", "linux/arm64",
            "64 bits on aarch64", "linux/arm/v7", "32 bits on armv7l", "linux/386", "32 bits on i686",
            "linux/ppc64le", "64 bits on ppc64le", "linux/s390x", "64 bits on s390x");

    private Path home;
    private DebianRegistry debian;
    private Anyarch anyarch;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        Program.require("crun", "crun");
        Emulation.require("qemu-aarch64", "qemu-arm", "qemu-ppc64le", "qemu-s390x");
        Program.requireRoot("needs root here");
        home = directory;
        debian = DebianRegistry.start();
        debian.mirrorFor(directory);
        anyarch = new Anyarch(directory).within(LIMIT);
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        if (debian != null) {
            debian.close();
        }
        if (home != null) {
            Program.require("rm", "coreutils").output("-rf", home.resolve("store").toString());
        }
    }

    /** Also set-user-ID programs, and scripts of packages, are emulated; whoever pulls the image can execute it. */
    @Test
    void packagesAreInstalledForEachPlatformAndSudoWorks(@TempDir Path directory)
            throws IOException, InterruptedException {
        String name = debian.address() + "/apt:1";
        String said = build("apt", EMULATED, "-t", name, "--push");
        assertThat(said).contains("linux/arm64 is emulated by", "linux/arm/v7 is emulated by");
        anyarch.output("pull", name);
        for (String platform : EMULATED) {
            assertThat(anyarch.output("run", "--platform", platform, name)).as(platform)
                    .isEqualTo("0\n%s\n".formatted(Busybox.ARCHITECTURES.get(platform)));
            assertThat(anyarch.output("run", "--platform", platform, name, "sh", "-c",
                    "sudo id -u; sudo ls /etc/sudoers.d")).as(platform)
                    .isEqualTo("0\nREADME\nuser\n");
        }
        // nothing of the machine that built is left behind in the image
        anyarch.output("copy", "--platform", "linux/arm64", name, "oci:%s:1".formatted(directory.resolve("layout")));
        assertThat(layerEntries(directory.resolve("layout"))).contains("usr/bin/sudo", "etc/sudoers.d/README")
                .doesNotContain("etc/resolv.conf", "dev/.anyarch-apt.conf", "proc/", "run/secrets/");
    }

    @ParameterizedTest
    @CsvSource({"userns, 1000", "userns-single, 0"})
    void ordinaryUsersInstallPackages(String rung, String owner) throws IOException, InterruptedException {
        try (OrdinaryUser user = OrdinaryUser.create(true)) {
            debian.mirrorFor(user.home());
            Path context = user.give(DebianRegistry.example("apt"), "context");
            Anyarch theirs = user.anyarch().within(LIMIT).with("ANYARCH_EXECUTOR", rung);
            Program.Outcome built = theirs.run("build", "--progress", "plain", "--platform",
                    "linux/amd64,linux/arm64", "-t", "app:1", context.toString());
            assertThat(built.exitCode()).as(built.err()).isZero();
            for (String platform : List.of("linux/amd64", "linux/arm64")) {
                assertThat(theirs.output("run", "--platform", platform, "app:1")).as(platform)
                        .isEqualTo("0\n%s\n".formatted(Busybox.ARCHITECTURES.get(platform)));
                assertThat(theirs.output("run", "--platform", platform, "app:1", "sudo", "stat", "-c", "%u",
                        "/home/user")).as(platform).isEqualTo(owner + "\n");
            }
            assertThat(user.processes()).isEmpty();
            assertThat(user.work()).isEmpty();
        }
    }

    /** What proot says of users to dpkg holds, to sudo it does not; so without that. */
    @Test
    void packagesAreInstalledWithoutAnyPrivilege() throws IOException, InterruptedException {
        Program.require("proot", "proot");
        try (OrdinaryUser user = OrdinaryUser.create(false)) {
            debian.mirrorFor(user.home());
            Path context = Files.createDirectories(user.home().resolve("context"));
            Files.writeString(context.resolve("Dockerfile"), """
                FROM debian:bookworm
                RUN apt-get update && apt-get install -y --no-install-recommends less && rm -rf /var/lib/apt/lists/*
                CMD ["dpkg-query", "-W", "-f", "${Status}\\n", "less"]
                """);
            Anyarch theirs = user.anyarch().within(LIMIT).with("ANYARCH_EXECUTOR", "proot");
            Program.Outcome built = theirs.run("build", "--progress", "plain", "--platform", "linux/amd64", "-t",
                    "app:1", context.toString());
            assertThat(built.exitCode()).as(built.err()).isZero();
            assertThat(theirs.output("run", "app:1")).isEqualTo("install ok installed\n");
            assertThat(user.processes()).isEmpty();
            assertThat(user.work()).isEmpty();
        }
    }

    @Test
    void aProgramInCIsCompiledForEachPlatformAndExecutedEverywhere(@TempDir Path directory)
            throws IOException, InterruptedException {
        String name = debian.address() + "/c:1";
        String said = build("c", ALL, "-t", name, "--push", "--strict-platform");
        assertThat(said).as("only the compiler is executed, and that natively").doesNotContain("is emulated by");
        anyarch.output("pull", name);
        for (String platform : ALL) {
            assertThat(anyarch.output("run", "--platform", platform, name)).as(platform)
                    .isEqualTo(HELLO.get(platform) + "\n");
        }
        dockerRunsIt(directory, name);
        podmanRunsIt(directory, name);
    }

    private static void dockerRunsIt(Path directory, String name) throws IOException, InterruptedException {
        Program ctr = Program.require("ctr", "containerd");
        try (DockerDaemon docker = DockerDaemon.start(Files.createDirectories(directory.resolve("d")))) {
            for (String platform : ALL) {
                docker.output("pull", "-q", "--platform", platform, name);
                assertThat(docker.output("run", "--rm", "--network", "none", "--platform", platform, name))
                        .as("docker, " + platform)
                        .isEqualTo(elsewhere(platform));
                List<String> containerd = List.of("--address", docker.containerdSocket().toString(), "--namespace",
                        "interop");
                run(ctr, containerd, "images", "pull", "--plain-http", "--platform", platform, name);
                assertThat(run(ctr, containerd, "run", "--rm", "--platform", platform, name,
                        "c" + ALL.indexOf(platform))).as("containerd, " + platform).isEqualTo(elsewhere(platform));
            }
        }
    }

    /** With limits that it may set anywhere, and the OCI runtime that takes every kind of cgroups. */
    private static void podmanRunsIt(Path directory, String name) throws IOException, InterruptedException {
        Podman podman = Podman.at(Files.createDirectories(directory.resolve("p")));
        String runtime = Program.require("runc", "runc").executable().toString();
        for (String platform : List.of("linux/amd64", "linux/arm64")) {
            podman.output("pull", "-q", "--tls-verify=false", "--platform", platform, name);
            assertThat(podman.output("--runtime", runtime, "run", "--rm", "--network", "none", "--ulimit",
                    "nofile=1024:1024", "--ulimit", "nproc=1024:1024", "--platform", platform, name))
                    .as("podman, " + platform)
                    .isEqualTo(elsewhere(platform));
        }
    }

    /** Other engines do not tell a 32-bit program that the machine is one. */
    private static String elsewhere(String platform) {
        return Objects.requireNonNull(HELLO.get(platform)).replace("i686", "x86_64") + "\n";
    }

    /** The service is built once, natively; what executes it is installed for each platform, which takes an emulator minutes. */
    @Test
    void aJavaServiceIsBuiltByMavenAndAnswers() throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("-t", "service:1"));
        DebianRegistry.mavenSettings().ifPresent(secret -> options.addAll(List.of("--secret", secret)));
        build("java", List.of("linux/amd64", "linux/arm64"), options.toArray(String[]::new));
        assertThat(anyarch.output("run", "--platform", "linux/amd64", "service:1", "once")).isEqualTo("amd64\n");
        assertThat(anyarch.output("run", "--platform", "linux/arm64", "service:1", "once")).isEqualTo("aarch64\n");
    }

    /** Builds an example as a user would; what is said. */
    private String build(String example, List<String> platforms, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("build", "--progress", "plain", "--platform",
                String.join(",", platforms)));
        arguments.addAll(Arrays.asList(options));
        arguments.add(DebianRegistry.example(example).toString());
        Program.Outcome built = anyarch.run(arguments.toArray(String[]::new));
        assertThat(built.exitCode()).as(built.err()).isZero();
        return built.err();
    }

    private static String run(Program program, List<String> before, String... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(before);
        all.addAll(Arrays.asList(arguments));
        return program.output(all.toArray(String[]::new));
    }

    /** The names of what the layers above the base hold. */
    private static List<String> layerEntries(Path layout) throws IOException, InterruptedException {
        return Program.require("sh", "dash")
                .output("-c",
                        "cd '%s/blobs/sha256' && for l in *; do [ $(stat -c %%s $l) -gt 20000000 ] || tar tf $l 2>/dev/null; done; true"
                                .formatted(layout))
                .lines()
                .toList();
    }
}
