package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RUN with a real OCI runtime and real programs, as root. */
final class RunIT {
    private static final String BASE = """
        FROM scratch AS base
        ARG TARGETARCH
        ARG TARGETVARIANT
        COPY --chmod=755 busybox-${TARGETARCH}${TARGETVARIANT} /bin/busybox
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
        FROM base
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
    void everyFormIsExecuted() throws IOException, InterruptedException {
        Path out = build("""
            ARG A=1
            ENV E=2 A=env
            RUN echo $A $E $PATH > /shell
            RUN ["/bin/sh", "-c", "echo $E > /json"]
            RUN <<EOF
            echo first > /heredoc
            echo second >> /heredoc
            EOF
            RUN <<EOF
            #!/bin/busybox sh
            echo $0 > /script
            EOF
            RUN cat <<ONE > /several && cat <<TWO >> /several
            1
            ONE
            2
            TWO
            SHELL ["/bin/sh", "-x", "-c"]
            WORKDIR /made/here
            RUN pwd > /cwd
            """, "linux/amd64");
        assertThat(out.resolve("shell"))
                .hasContent("env 2 /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        assertThat(out.resolve("json")).hasContent("2");
        assertThat(out.resolve("heredoc")).hasContent("first\nsecond");
        assertThat(out.resolve("script")).hasContent("/dev/pipes/EOF");
        assertThat(out.resolve("several")).hasContent("1\n2");
        assertThat(out.resolve("cwd")).hasContent("/made/here");
    }

    @Test
    void usersHaveTheGroupsOfTheImage() throws IOException, InterruptedException {
        Path out = build(
                """
                    RUN mkdir -p /etc && echo 'u:x:1000:1001::/home/u:/bin/sh' > /etc/passwd && mkdir -m 1777 /tmp && printf 'main:x:1001:\\nmore:x:7:u\\n' > /etc/group
                    USER u
                    RUN id -u > /tmp/u; id -G >> /tmp/u; echo $HOME >> /tmp/u
                    USER 1000:7
                    RUN id -g > /tmp/number
                    USER 5
                    RUN id -g > /tmp/unknown
                    """,
                "linux/amd64");
        assertThat(out.resolve("tmp/u")).hasContent("1000\n1001 7\n/home/u");
        assertThat(out.resolve("tmp/number")).hasContent("7");
        assertThat(out.resolve("tmp/unknown")).hasContent("0");
    }

    @Test
    void changesBecomeALayerAndNothingElse() throws IOException, InterruptedException {
        Path out = build(
                """
                    RUN mkdir -p /d/sub /gone /tmp && chmod 1777 /tmp && echo a > /d/a && ln /d/a /d/twin && echo b > /d/sub/b && echo x > /gone/x
                    RUN rm -r /gone /d/a && rm -r /d/sub && mkdir /d/sub && echo c > /d/sub/c && truncate -s 5M /d/sparse
                    COPY busybox-amd64 /tmp/copied
                    RUN ls -ld /tmp | cut -c1-10 > /mode; ls / > /root-list
                    """,
                "linux/amd64");
        assertThat(out.resolve("gone")).doesNotExist();
        assertThat(out.resolve("d/a")).doesNotExist();
        assertThat(out.resolve("d/twin")).hasContent("a");
        assertThat(out.resolve("d/sub/b")).doesNotExist();
        assertThat(out.resolve("d/sub/c")).hasContent("c");
        assertThat(out.resolve("d/sparse")).hasSize(5 * 1024 * 1024);
        assertThat(out.resolve("mode")).hasContent("drwxrwxrwt");
        assertThat(out.resolve("proc")).doesNotExist();
        assertThat(out.resolve("etc")).doesNotExist();
    }

    /** As dpkg makes directories: a directory that was renamed hides what is below it, and the next one to write into it must not. */
    @Test
    void aDirectoryThatWasRenamedKeepsItsFilesInTheNextStep() throws IOException, InterruptedException {
        Path out = build("""
            RUN mkdir /new && echo kept > /new/kept && mv /new /bin/d
            RUN echo more > /bin/d/more && ls /bin/d > /seen
            RUN echo again > /bin/d/again
            """, "linux/amd64");
        assertThat(out.resolve("seen")).hasContent("kept\nmore");
        assertThat(out.resolve("bin/d/kept")).hasContent("kept");
        assertThat(out.resolve("bin/d/more")).hasContent("more");
        assertThat(out.resolve("bin/d/again")).hasContent("again");
    }

    @Test
    void aFailingCommandIsToldWithPlaceAndCodeAndLeavesNothing() throws IOException, InterruptedException {
        Program.Outcome outcome = tryBuild("RUN echo why; exit 3\n", "linux/amd64");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("| why", "Dockerfile:7", "exit code 3", "7 | RUN echo why; exit 3");
        assertThat(tryBuild("RUN [\"/no/such\"]\n", "linux/amd64").err()).contains("exit code 127", "/no/such");
        try (Stream<Path> left = Files.list(directory.resolve("home/store/runtime/work"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aDiskThatTakesNoMoreFilesIsTold() throws IOException, InterruptedException {
        Path place = Files.createDirectory(directory.resolve("small"));
        try (SmallDisk disk = SmallDisk.mount(place, 40).orElseThrow()) {
            Program.require("mount", "mount").output("-o", "remount,nr_inodes=2000", disk.root().toString());
            anyarch = new Anyarch(disk.root());
            Program.Outcome outcome = tryBuild("RUN i=0; while : >/f$i; do i=$((i+1)); done\n", "linux/amd64");
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(10);
            assertThat(outcome.err()).contains("Dockerfile:7:1: " + disk.root(),
                    "No space left on device: file system anyarch-test takes ",
                    " more files", "exit code ");
        }
    }

    @Test
    void aFullDiskIsToldWithItsFileSystem() throws IOException, InterruptedException {
        Path place = Files.createDirectory(directory.resolve("small"));
        try (SmallDisk disk = SmallDisk.mount(place, 40).orElseThrow()) {
            anyarch = new Anyarch(disk.root());
            Program.Outcome outcome = tryBuild("RUN dd if=/dev/zero of=/big bs=1M count=100\n", "linux/amd64");
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(10);
            assertThat(outcome.err()).contains("Dockerfile:7:1: " + disk.root(),
                    "No space left on device: file system anyarch-test has", "exit code 1");
            assertThat(directory.resolve("out")).doesNotExist();
            try (Stream<Path> left = Files.list(disk.root().resolve("store/runtime/work"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    /** The end of the process is not the end of its children, which may ignore every signal but one. */
    @ParameterizedTest
    @ValueSource(strings = {"linux/amd64", "linux/arm64"})
    void whatACommandLeavesRunningEndsWithIt(String platform) throws IOException, InterruptedException {
        Emulation.require("qemu-aarch64");
        Path out = build(
                """
                    RUN sleep 1000 & (setsid sh -c 'trap "" TERM HUP INT; while true; do sleep 1; done' &) ; echo done > /done
                    """,
                platform);
        assertThat(out.resolve("done")).hasContent("done");
    }

    @Test
    void otherPlatformsAreEmulated() throws IOException, InterruptedException {
        Emulation.require("qemu-aarch64", "qemu-s390x");
        Path out = build("RUN uname -m > /machine\n", "linux/arm64,linux/s390x");
        assertThat(out.resolve("linux_arm64/machine")).hasContent("aarch64");
        assertThat(out.resolve("linux_s390x/machine")).hasContent("s390x");
    }

    @Test
    void emulationIsToldOnceAndIsOfTheDeclaredVariant() throws IOException, InterruptedException {
        Emulation.require("qemu-arm");
        Path context = Busybox.context();
        Path dockerfile = Files.writeString(directory.resolve("Dockerfile"), """
            FROM scratch
            COPY --chmod=755 busybox-armv7 /busybox
            RUN ["/busybox", "sh", "-c", "/busybox echo $QEMU_CPU > /cpu"]
            RUN ["/busybox", "true"]
            RUN ["/busybox", "sh", "-c", "kill -SEGV $$"]
            """);
        Program.Outcome outcome = anyarch.run("build", "--platform", "linux/arm/v7", "-f", dockerfile.toString(), "-o",
                directory.resolve("out").toString(), context.toString());
        assertThat(outcome.err()).containsOnlyOnce("linux/arm/v7 is emulated by qemu-arm ")
                .contains("exit code 139 (ended by signal SEGV): under emulation by qemu-arm", "as cortex-a15");
        Program.Outcome missing = tryBuild("RUN true\n", "linux/sparc64");
        assertThat(missing.exitCode()).isEqualTo(10);
        assertThat(missing.err()).contains("linux/sparc64: nothing is known of this architecture");
    }

    @Test
    void mountsAreThereForTheCommandAndNotInTheImage() throws IOException, InterruptedException {
        Path secret = Files.writeString(directory.resolve("secret"), "hush");
        Path dockerfile = Files.writeString(directory.resolve("Dockerfile"),
                BASE + """
                    RUN --mount=type=secret,id=s,required cat /run/secrets/s | wc -c > /length
                    RUN --mount=type=secret,id=s,env=TOKEN echo ${#TOKEN} > /variable
                    RUN --mount=type=cache,target=/cache echo kept > /cache/f
                    RUN --mount=type=cache,target=/cache,sharing=locked cp /cache/f /from-cache
                    RUN --mount=target=/context --mount=from=base,source=/bin/busybox,target=/one cmp /context/busybox-amd64 /one
                    RUN --mount=type=tmpfs,target=/mem echo x > /mem/x; ls /mem > /listed
                    RUN --network=none ls /sys/class/net > /net
                    """);
        Program.Outcome outcome = anyarch.run("build", "--platform", "linux/amd64", "--secret", "id=s,src=" + secret,
                "-f", dockerfile.toString(), "-o", directory.resolve("out").toString(),
                Busybox.context().toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        Path out = directory.resolve("out");
        assertThat(out.resolve("length")).hasContent("4");
        assertThat(out.resolve("variable")).hasContent("4");
        assertThat(out.resolve("from-cache")).hasContent("kept");
        assertThat(out.resolve("listed")).hasContent("x");
        for (String mounted : new String[]{"run", "cache", "context", "one", "mem"}) {
            assertThat(out.resolve(mounted)).doesNotExist();
        }
        assertThat(tryBuild("RUN --mount=type=secret,id=none,required true\n", "linux/amd64").err())
                .contains("Dockerfile:7", "secret 'none' is required");
    }

    @Test
    void directoriesTooDeepForALayerAreTheMistakeOfTheCommandAndGo() throws IOException, InterruptedException {
        Program.Outcome outcome = tryBuild(
                "RUN mkdir /x && cd /x && for i in $(seq 1100); do mkdir d && cd d || exit 9; done\n", "linux/amd64");
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(8);
        assertThat(outcome.err()).contains("Dockerfile:7:1: layer entry of 1001 directories in each other");
        try (Stream<Path> left = Files.list(directory.resolve("home/store/runtime/work"))) {
            assertThat(left).isEmpty();
        }
    }

    /** A program that thinks it has a terminal, or means ill. */
    @Test
    void whatACommandPrintsKeepsItsColoursAndMovesNothing() throws IOException, InterruptedException {
        Program.Outcome outcome = tryBuild(
                "RUN printf 'a\\033[31mred\\033[0m\\033[2J\\033]0;title\\007\\000b\\n'; printf 'no end'\n",
                "linux/amd64");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("| a\u001b[31mred\u001b[0mb").contains("| no end");
        assertThat(outcome.err()).doesNotContain("\u001b[2J", "\u001b]", "\u0000");
    }

    private Path build(String instructions, String platforms) throws IOException, InterruptedException {
        Program.Outcome outcome = tryBuild(instructions, platforms);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return directory.resolve("out");
    }

    private Program.Outcome tryBuild(String instructions, String platforms) throws IOException, InterruptedException {
        Path dockerfile = Files.writeString(directory.resolve("Dockerfile"), BASE + instructions);
        return anyarch.run("build", "--platform", platforms, "-f", dockerfile.toString(), "-o",
                directory.resolve("out").toString(), Busybox.context().toString());
    }
}
