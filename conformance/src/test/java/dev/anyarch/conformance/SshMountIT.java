package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code RUN --mount=type=ssh} with a real agent, real keys, and a real program that asks it. */
final class SshMountIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BASE = """
        FROM scratch
        COPY --chmod=755 busybox-amd64 /bin/busybox
        COPY ssh /
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
        """;
    private static final String ASKING = """
        RUN --mount=type=ssh,required ssh-add -l && echo $SSH_AUTH_SOCK
        USER 1000
        RUN --mount=type=ssh ssh-add -l && stat -c '%a %u' $SSH_AUTH_SOCK
        """;

    @TempDir
    private Path directory;
    private Path context = Path.of("");
    private String fingerprint = "";

    @BeforeEach
    void makeContextAndKey() throws IOException, InterruptedException {
        Program.require("crun", "crun");
        Program.requireRoot("RUN needs root here");
        context = directory.resolve("context");
        Program.require("cp", "coreutils").output("-r", Busybox.context().toString(), context.toString());
        DynamicProgram.copy("ssh-add", "openssh-client", Files.createDirectory(context.resolve("ssh")));
        fingerprint = key(directory.resolve("key"), "");
    }

    private static String key(Path file, String passphrase) throws IOException, InterruptedException {
        Program generator = Program.require("ssh-keygen", "openssh-client");
        generator.output("-q", "-t", "ed25519", "-N", passphrase, "-f", file.toString());
        return generator.output("-l", "-f", file.toString()).split(" ", -1)[1];
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "chroot"})
    void rootsCommandsAskTheAgentOfTheCaller(String rung) throws IOException, InterruptedException {
        Path socket = directory.resolve("agent");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Await.until(LIMIT, "the agent is there", () -> Files.exists(socket));
            Program.require("ssh-add", "openssh-client")
                    .with("SSH_AUTH_SOCK", socket.toString())
                    .output("-q", directory.resolve("key").toString());
            Anyarch anyarch = anyarch().with("ANYARCH_EXECUTOR", rung);
            assertAsked(build(anyarch.with("SSH_AUTH_SOCK", socket.toString()), ASKING, "default"), "1000");
            assertAsked(build(anyarch, "ENV ANOTHER=1\n" + ASKING, "default=" + socket), "1000");
        } finally {
            agent.destroy();
            agent.waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"userns", "userns-single", "proot"})
    void anOrdinaryUsersCommandsAskAnAgentThatHasTheKeys(String rung) throws IOException, InterruptedException {
        try (OrdinaryUser user = OrdinaryUser.create(true)) {
            Path own = user.give(context, "context");
            Path key = user.give(directory.resolve("key"), "key");
            Files.writeString(own.resolve("Dockerfile"), BASE + ASKING);
            Program.Outcome built = user.anyarch()
                    .with("ANYARCH_EXECUTOR", rung)
                    .run("build", "--platform", "linux/amd64", "--progress", "plain", "--ssh", "default=" + key, "-t",
                            "app:1", own.toString());
            assertAsked(built, rung.equals("userns-single") ? "0" : "1000");
            Await.until(LIMIT, "every process is gone", () -> hasNoProcess(user));
            assertThat(user.work()).isEmpty();
            assertThat(user.temporaryFiles()).isEmpty();
        }
    }

    private static boolean hasNoProcess(OrdinaryUser user) {
        try {
            return user.processes().isEmpty();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertAsked(Program.Outcome built, String owner) {
        assertThat(built.exitCode()).as(built.err()).isZero();
        assertThat(built.err().lines().filter(line -> line.contains(" | ") && line.contains(fingerprint))).hasSize(2);
        assertThat(built.err()).contains("| /run/buildkit/ssh_agent.0\n", "| 600 " + owner + "\n");
    }

    @Test
    void optionsAreAsInBuildKit() throws IOException, InterruptedException {
        Program.Outcome built = build(anyarch(),
                """
                    RUN --mount=type=ssh,id=a --mount=type=ssh,id=b,target=/s,mode=0606,uid=3,gid=4 stat -c '%a %u %g' /run/buildkit/ssh_agent.0 /s > /out && ssh-add -l | cut -d' ' -f2 >> /out; SSH_AUTH_SOCK=/s ssh-add -l | cut -d' ' -f2 >> /out
                    RUN --mount=type=ssh,id=none ls /run/buildkit > /none 2>&1 || echo $SSH_AUTH_SOCK >> /none
                    ENV SSH_AUTH_SOCK=/own
                    RUN --mount=type=ssh,id=a echo $SSH_AUTH_SOCK > /env
                    """,
                "a=" + directory.resolve("key"), "b=" + directory.resolve("key"));
        assertThat(built.exitCode()).as(built.err()).isZero();
        Path out = directory.resolve("out");
        assertThat(out.resolve("out")).hasContent("600 0 0\n606 3 4\n" + fingerprint + "\n" + fingerprint);
        assertThat(out.resolve("none")).content().contains("No such file", "/run/buildkit/ssh_agent.0");
        assertThat(out.resolve("env")).hasContent("/own");
        assertThat(out.resolve("run")).doesNotExist();
        assertThat(out.resolve("s")).doesNotExist();
    }

    @Test
    void whatCannotBeIsTold() throws IOException, InterruptedException {
        String asking = "RUN --mount=type=ssh,required true\n";
        assertThat(build(anyarch(), asking).err()).contains("Dockerfile:5", "ssh 'default' is required",
                "--ssh default=SOCKET or KEYFILE");
        key(directory.resolve("locked"), "passphrase");
        assertThat(build(anyarch(), asking, "default=" + directory.resolve("locked")).err()).contains("Dockerfile:5",
                "ssh 'default'", "cannot be loaded", "a key with a passphrase is loaded with ssh-add");
        Path socket = directory.resolve("dead");
        Program.require("sh", "dash")
                .output("-c", "ssh-agent -a \"$1\" sh -c 'kill -9 $SSH_AGENT_PID'", "sh", socket.toString());
        assertThat(socket).exists();
        assertThat(build(anyarch(), asking, "default=" + socket).err()).contains("Dockerfile:5",
                "the SSH agent at " + socket + " cannot be reached");
    }

    @Test
    void theAgentOfKeysEndsWithAKilledBuild() throws IOException, InterruptedException {
        Files.writeString(context.resolve("Dockerfile"),
                BASE + "RUN --mount=type=ssh,required ssh-add -l && sleep 9865\n");
        Process build = anyarch().startInForeground("build", "--ssh", "default=" + directory.resolve("key"), "-t",
                "app:1", context.toString());
        List<ProcessHandle> agents = new ArrayList<>();
        try {
            Await.until(LIMIT, "the command runs", () -> Processes.haveArgument("9865"));
            build.descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("/ssh-agent"))
                    .forEach(agents::add);
            assertThat(agents).isNotEmpty();
        } finally {
            build.destroyForcibly().waitFor();
        }
        Await.until(LIMIT, "the agent is gone", () -> agents.stream().noneMatch(ProcessHandle::isAlive));
    }

    private Anyarch anyarch() {
        return new Anyarch(directory.resolve("home"));
    }

    private Program.Outcome build(Anyarch anyarch, String instructions, String... sources)
            throws IOException, InterruptedException {
        Files.writeString(context.resolve("Dockerfile"), BASE + instructions);
        List<String> arguments = new ArrayList<>(List.of("build", "--platform", "linux/amd64", "--progress", "plain",
                "-o", directory.resolve("out").toString()));
        for (String source : sources) {
            arguments.addAll(List.of("--ssh", source));
        }
        arguments.add(context.toString());
        return anyarch.run(arguments.toArray(String[]::new));
    }
}
