package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.runtime.SshSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitLoginTest {
    private static final Map<String, String> CONFIGURED = Map.of("GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0",
            "core.sshCommand", "GIT_CONFIG_VALUE_0", "ssh -F config");

    @TempDir
    Path directory = Path.of("");

    @Test
    void keysAreAddedToTheSshThatGitWouldStart() throws IOException, InterruptedException {
        assertThat(command(Map.of())).startsWith("ssh -o ");
        assertThat(command(Map.of("GIT_SSH", "/my ssh"))).startsWith("'/my ssh' -o ");
        Map<String, String> environment = new HashMap<>(CONFIGURED);
        environment.put("GIT_SSH", "/my ssh");
        assertThat(command(environment)).startsWith("ssh -F config -o ");
        environment.put("GIT_SSH_COMMAND", "ssh -v");
        assertThat(command(environment)).isEqualTo("ssh -v -o IdentitiesOnly=yes -i '/a key'");
    }

    private String command(Map<String, String> more) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(
                Map.of("PATH", System.getenv("PATH"), "GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1"));
        environment.putAll(more);
        new GitLogin(Optional.of(new SshSource.Keys(List.of(Path.of("/a key"))))).addTo(environment, directory);
        return environment.getOrDefault("GIT_SSH_COMMAND", "");
    }
}
