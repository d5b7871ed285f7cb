package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildSettingsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --ulimit files=1       | 2  | option --ulimit: there is no limit 'files'
        --ulimit nofile=9:1    | 2  | option --ulimit: nofile: the soft limit 9 is above the hard limit 1
        --network bridge       | 2  | option --network: expected default, host or none, found 'bridge'
        --allow security       | 2  | option --allow: expected network.host or security.insecure, found 'security'
        --shm-size large       | 2  | option --shm-size: expected a number of bytes such as 128m, found 'large'
        --shm-size 0           | 2  | option --shm-size: expected more than nothing
        --add-host name        | 2  | option --add-host: expected NAME:ADDRESS, found 'name'
        --add-host name=x      | 2  | option --add-host: 'x' is not an address
        --ssh default          | 2  | option --ssh default: expected an agent in SSH_AUTH_SOCK, which is not set
        --ssh =x               | 2  | option --ssh: expected ID or ID=PATH
        --ssh a=none           | 2  | /none: expected the socket of an agent or a key file, found nothing
        --ssh a=.              | 2  | expected the socket of an agent or a key file, found a directory
        --cgroup-parent x      | 10 | option --cgroup-parent x: no control group is made for commands
        """)
    void mistakesAreToldBeforeAnythingIsBuilt(String options, int exit, String message) throws IOException {
        Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
        Cli.Outcome outcome = new Cli(directory).run(("build -t app " + options + " .").split(" "));
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.exit()).isEqualTo(exit);
    }

    @Test
    void buildsWithoutCommandsTakeThemAndDoNotNeedThem() throws IOException {
        Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
        Files.writeString(directory.resolve("key"), "key");
        Cli.Outcome outcome = new Cli(directory).run("build", "-t", "app", "--ssh", "default=key", "--allow",
                "network.host,security.insecure", "--shm-size", "1.5gb", "--ulimit", "nofile=1", "--network", "none",
                "--add-host", "a:1.2.3.4", "--cgroup-parent", "", ".");
        assertThat(outcome.exit()).as(outcome.err()).isZero();
    }
}
