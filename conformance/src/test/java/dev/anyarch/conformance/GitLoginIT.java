package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who signs when git fetches by SSH; the program in the place of ssh notes that, and is the server as well. */
final class GitLoginIT {
    private static final String SSH = """
        #!/bin/sh
        echo "agent=$SSH_AUTH_SOCK $*" >>"${0%/*}/log"
        for command; do :; done
        exec sh -c "$command"
        """;

    @TempDir
    private Path directory;
    private Anyarch anyarch = new Anyarch(Path.of(""));
    private String repository = "";

    @BeforeEach
    void makeRepository() throws IOException, InterruptedException {
        Program.require("git", "git");
        Path ssh = Files.writeString(directory.resolve("ssh"), SSH);
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
        anyarch = new Anyarch(directory.resolve("home")).with("GIT_SSH_COMMAND", ssh.toString())
                .with("GIT_SSH_VARIANT", "ssh")
                .with("SSH_AUTH_SOCK", "");
        Program.require("sh", "dash")
                .output("-c",
                        "cd '%s' && git init -q app && cd app && echo x >file && echo 'FROM scratch\nCOPY file /' >Dockerfile && git add . && git -c user.name=n -c user.email=e@example.org commit -qm one"
                                .formatted(directory));
        repository = "ssh://git@example.org" + directory.resolve("app");
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    @Test
    void anAgentSignsForTheContextAndForAdd() throws IOException, InterruptedException {
        Path socket = directory.resolve("agent");
        Process agent = new ProcessBuilder(Program.require("ssh-agent", "openssh-client").executable().toString(),
                "-D", "-a", socket.toString()).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Await.until(Duration.ofSeconds(60), "the agent is there", () -> Files.exists(socket));
            String named = "default=" + socket;
            anyarch.output("build", "--ssh", named, "-t", "app:1", repository);
            assertThat(log()).contains("agent=" + socket + " ");
            Files.delete(directory.resolve("log"));
            Path context = Files.createDirectory(directory.resolve("context"));
            Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nADD " + repository + "#HEAD /\n");
            anyarch.output("build", "--ssh", named, "-t", "app:2", context.toString());
            assertThat(log()).contains("agent=" + socket + " ");
        } finally {
            agent.destroy();
            agent.waitFor();
        }
    }

    @Test
    void keysSignAlone() throws IOException, InterruptedException {
        Path key = Files.writeString(directory.resolve("a key"), "not looked at here");
        anyarch.output("build", "--ssh", "default=" + key, "-t", "app:1", repository);
        assertThat(log()).contains("-o IdentitiesOnly=yes -i " + key + " ");
    }

    @Test
    void withoutTheOptionItIsTheUsersOwn() throws IOException, InterruptedException {
        anyarch.with("SSH_AUTH_SOCK", "/own").output("build", "-t", "app:1", repository);
        assertThat(log()).contains("agent=/own ").doesNotContain("IdentitiesOnly");
    }
}
