package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --ssh} is for: a real server that lets nobody in without the key. */
final class SshServerIT {
    @TempDir
    private Path directory;
    private @Nullable Sshd server;
    private Anyarch anyarch = new Anyarch(Path.of(""));

    @BeforeEach
    void startServer() throws IOException, InterruptedException {
        Program.require("git", "git");
        server = Sshd.start(directory);
        anyarch = new Anyarch(directory.resolve("home")).with("SSH_AUTH_SOCK", "")
                .with("GIT_SSH_COMMAND",
                        "ssh -F none -o UserKnownHostsFile=" + server().knownHosts() + " -o BatchMode=yes");
        Program.require("sh", "dash")
                .output("-c",
                        "cd '%s' && git init -q app && cd app && echo x >file && echo 'FROM scratch\nCOPY file /' >Dockerfile && git add . && git -c user.name=n -c user.email=e@example.org commit -qm one"
                                .formatted(directory));
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private Sshd server() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    @Test
    void gitIsLetInWithTheKeyAlone() throws IOException, InterruptedException {
        String repository = server().repository(directory.resolve("app"));
        String key = "default=" + server().key();
        Path out = directory.resolve("out");
        anyarch.output("build", "--ssh", key, "-o", out.toString(), repository);
        assertThat(out.resolve("file")).hasContent("x");
        Path context = Files.createDirectory(directory.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nADD %s#HEAD /added\n".formatted(repository));
        anyarch.output("build", "--ssh", key, "-o", out.toString(), context.toString());
        assertThat(out.resolve("added/file")).hasContent("x");
        for (String what : List.of(repository, context.toString())) {
            Program.Outcome refused = anyarch.run("build", "--no-cache", "-o", out.toString(), what);
            assertThat(refused.exitCode()).as(refused.err()).isEqualTo(5);
            assertThat(refused.err()).contains(repository, "Permission denied (publickey", "--ssh default=KEYFILE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "userns-single", "chroot", "proot"})
    void commandsAreLetInThroughTheAgent(String rung) throws IOException, InterruptedException {
        Program.require("crun", "crun");
        Program.require("proot", "proot");
        Path context = directory.resolve("context");
        Program.require("cp", "coreutils").output("-r", Busybox.context().toString(), context.toString());
        Path files = Files.createDirectory(context.resolve("files"));
        DynamicProgram.copy("ssh", "openssh-client", files);
        Files.writeString(Files.createDirectory(files.resolve("etc")).resolve("passwd"),
                "root:x:0:0::/root:/bin/sh\n");
        Files.writeString(context.resolve("Dockerfile"),
                """
                    FROM scratch
                    COPY --chmod=755 busybox-amd64 /bin/busybox
                    COPY files /
                    RUN ["/bin/busybox", "--install", "-s", "/bin"]
                    RUN --mount=type=ssh ssh -F none -o StrictHostKeyChecking=no -o BatchMode=yes -p %d root@127.0.0.1 'echo reached $0'
                    """.formatted(
                        server().port()));
        List<String> build = List.of("build", "--platform", "linux/amd64", "--progress", "plain", "-t", "app:1");
        Anyarch here = anyarch.with("ANYARCH_EXECUTOR", rung);
        List<String> with = new ArrayList<>(build);
        with.addAll(List.of("--ssh", "default=" + server().key(), context.toString()));
        Program.Outcome built = here.run(with.toArray(String[]::new));
        assertThat(built.exitCode()).as(built.err()).isZero();
        assertThat(built.err()).contains("| reached ");
        List<String> without = new ArrayList<>(build);
        without.addAll(List.of("--no-cache", context.toString()));
        Program.Outcome refused = here.run(without.toArray(String[]::new));
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
        assertThat(refused.err()).contains("Permission denied (publickey", "exit code 255");
    }
}
