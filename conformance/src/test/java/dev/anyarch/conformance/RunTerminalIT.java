package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run -t}: somebody sits at a terminal, and the program is at one too. */
final class RunTerminalIT {
    private static final String DOCKERFILE = """
        FROM scratch
        ARG TARGETARCH
        COPY --chmod=755 busybox-${TARGETARCH} /bin/busybox
        COPY --from=tools / /bin/
        CMD ["/bin/sh"]
        """;

    @TempDir
    private Path directory;
    private Anyarch anyarch = new Anyarch(Path.of(""));

    @BeforeEach
    void needsRootAndARuntimeAndAnImage() throws IOException, InterruptedException {
        Program.require("crun", "crun");
        Program.requireRoot("run needs root here");
        anyarch = new Anyarch(directory.resolve("home"));
        build(anyarch, Busybox.context(), directory);
    }

    private static void build(Anyarch anyarch, Path context, Path directory) throws IOException, InterruptedException {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        for (String name : new String[]{"sh", "stty", "cat", "sleep", "uname", "tty", "kill"}) {
            Files.createSymbolicLink(tools.resolve(name), Path.of("busybox"));
        }
        Path file = Files.writeString(directory.resolve("Dockerfile.tty"), DOCKERFILE);
        anyarch.output("build", "--platform", "linux/amd64,linux/arm64", "--build-context", "tools=" + tools, "-f",
                file.toString(), "-t", "app:1", context.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "userns-single", "chroot", "proot"})
    void keysSizeAndCodePassAndTheTerminalIsLeftAsItWas(String rung) throws IOException, InterruptedException {
        converse(anyarch.with("ANYARCH_EXECUTOR", rung).command("run", "-it", "app:1"), "x86_64", !rung.equals(
                "chroot"));
    }

    @Test
    void anEmulatedProgramIsAtATerminalToo() throws IOException, InterruptedException {
        converse(anyarch.command("run", "-it", "--platform", "linux/arm64", "app:1"), "aarch64", true);
    }

    @Test
    void anOrdinaryUserHasOneToo() throws IOException, InterruptedException {
        try (OrdinaryUser ordinary = OrdinaryUser.create(true)) {
            Path files = Files.createDirectory(directory.resolve("user"));
            build(ordinary.anyarch(), ordinary.give(Busybox.context(), "context"), readable(ordinary, files));
            converse(ordinary.anyarch().with("ANYARCH_EXECUTOR", "userns").command("run", "-it", "app:1"), "x86_64",
                    true);
            assertThat(ordinary.processes()).isEmpty();
            assertThat(ordinary.work()).isEmpty();
        }
    }

    private static Path readable(OrdinaryUser user, Path files) throws IOException, InterruptedException {
        return user.give(files, "files");
    }

    private void converse(List<String> command, String machine, boolean hasName)
            throws IOException, InterruptedException {
        try (Terminal terminal = Terminal.start(directory, command)) {
            terminal.expect("/ #");
            terminal.type("echo $TERM $(uname -m) $(stty size) $(tty)\r");
            terminal.expect("xterm " + machine + " 24 80 " + (hasName ? "/dev/pts/" : "not a tty"));
            terminal.resize(31, 97);
            terminal.type("while [ \"$(stty size)\" != '31 97' ]; do sleep 0.1; done; echo re''sized\r");
            terminal.expect("resized");
            terminal.type("echo be''gan; sleep 1000; echo ov''er\r");
            terminal.expect("began");
            terminal.type("\u0003");
            terminal.expect("^C");
            terminal.type("echo re''ads; cat; echo c''at ended\r");
            terminal.expect("reads");
            terminal.type("\u0004");
            terminal.expect("cat ended");
            assertThat(terminal.text()).doesNotContain("over");
            terminal.type("exit 9\r");
            terminal.expect("ended 9 icanon");
        }
    }

    @Test
    void aProgramThatIsKilledLeavesTheTerminalAsItWas() throws IOException, InterruptedException {
        try (Terminal terminal = Terminal.start(directory, anyarch.command("run", "-it", "app:1"))) {
            terminal.expect("/ #");
            terminal.type("kill -9 $$\r");
            terminal.expect("ended 137 icanon");
        }
    }

    @Test
    void whenAllOfItIsKilledTheTerminalIsAsItWasSoonAfter() throws IOException, InterruptedException {
        try (Terminal terminal = Terminal.start(directory, anyarch.command("run", "-it", "app:1"))) {
            terminal.expect("/ #");
            Program.require("kill", "procps").output("-9", terminal.pid());
            terminal.expect("ended 137");
            Await.until(Duration.ofSeconds(20), "nothing of it runs", () -> !processes().contains(directory + "/home"));
            Await.until(Duration.ofSeconds(20), "the terminal is as it was", () -> settings().contains(
                    " icanon"));
        }
    }

    private static String processes() {
        try {
            return Program.require("ps", "procps").output("-eo", "args");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String settings() {
        try {
            return Program.require("stty", "coreutils")
                    .output("-a", "-F", Files.readString(directory.resolve("tty")).strip());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutATerminalToTypeAtItIsSaid() throws IOException, InterruptedException {
        Program.Outcome outcome = anyarch.run("run", "-it", "app:1");
        assertThat(outcome.exitCode()).isEqualTo(125);
        assertThat(outcome.err()).contains("the input device is not a TTY", "leave out -t");
        Program.Outcome shown = anyarch.run("run", "-t", "app:1", "sh", "-c", "tty; exit 5");
        assertThat(shown.exitCode()).as(shown.err()).isEqualTo(5);
        assertThat(shown.out()).isEqualTo("/dev/pts/0\r\n");
    }
}
